namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The early success criteria in a request.</summary>
internal sealed record EarlySuccessRequest(bool IsEnabled, long? HealthyPercent, string? Cleanup);
