namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The step in a request. What is null gets a default.</summary>
internal sealed record TrafficStepRequest(double? Percent, long? BakeMinutes);
