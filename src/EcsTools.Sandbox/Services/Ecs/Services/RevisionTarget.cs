namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>A target group that the tasks of a service revision join.</summary>
internal sealed record RevisionTarget(string GroupArn, string Container, int Port);
