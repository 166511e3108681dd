namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>One provider of a capacity provider strategy.</summary>
/// <param name="Provider">FARGATE or FARGATE_SPOT.</param>
/// <param name="Weight">Its share of the tasks beyond the bases.</param>
/// <param name="Base">How many tasks it gets first.</param>
internal sealed record CapacityProviderItem(string Provider, long Weight, long Base);
