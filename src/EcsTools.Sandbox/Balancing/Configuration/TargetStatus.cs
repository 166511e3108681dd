namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>A target with its state, in the words of the API.</summary>
/// <param name="Target">The target.</param>
/// <param name="State">The state.</param>
/// <param name="Reason">Such as <c>Target.Timeout</c>; null if it is healthy.</param>
/// <param name="Description">The reason as a sentence; null if it is healthy.</param>
internal sealed record TargetStatus(BalancedTarget Target, TargetState State, string? Reason = null, string? Description = null);

/// <summary>The states of a target.</summary>
internal enum TargetState
{
    Initial,
    Healthy,
    Unhealthy,
    Unused,
    Draining,
    Unavailable,
}
