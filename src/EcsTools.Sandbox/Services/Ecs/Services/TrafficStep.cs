namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>How much traffic one step shifts, and how long it bakes afterwards.</summary>
internal sealed record TrafficStep(double Percent, long BakeMinutes);
