namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The settings of a service for its circuit breaker. <see cref="CircuitBreaker"/> decides.</summary>
internal sealed record DeploymentBreaker(bool IsEnabled, bool RollsBack)
{
    /// <summary>Whether a task that becomes healthy sets the count of failures back to 0.</summary>
    public bool ResetsOnHealthyTask { get; init; } = true;

    public BreakerThreshold Threshold { get; init; } = BreakerThreshold.Default;
}
