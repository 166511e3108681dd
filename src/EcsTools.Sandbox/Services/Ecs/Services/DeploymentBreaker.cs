namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The circuit breaker of deployments.</summary>
internal sealed record DeploymentBreaker(bool IsEnabled, bool RollsBack);
