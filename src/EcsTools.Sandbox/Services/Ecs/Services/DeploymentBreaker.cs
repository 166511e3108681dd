namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The settings of a service for its circuit breaker. <see cref="CircuitBreaker"/> decides.</summary>
internal sealed record DeploymentBreaker(bool IsEnabled, bool RollsBack);
