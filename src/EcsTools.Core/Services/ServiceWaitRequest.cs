using System;

namespace EcsTools.Services;

/// <summary>What to wait for.</summary>
public sealed record ServiceWaitRequest
{
    /// <summary>The service.</summary>
    public required ServiceReference Service { get; init; }

    /// <summary>The deployment to follow; null for the newest.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The deployment that was newest before. Only a newer one is followed. Null if any may be followed.</summary>
    public string? NewerThan { get; init; }

    /// <summary>Whether to follow no deployment, and only wait until the desired number of tasks is running.</summary>
    public bool CountOnly { get; init; }

    /// <summary>The stage of the deployment to wait for, one of <see cref="LifecycleStages"/>; null to wait for its end.</summary>
    public string? UntilStage { get; init; }

    /// <summary>How long to wait; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How many tasks may stop for the same reason, with none staying up, before the wait fails. This can be before ECS gives up.
    /// </summary>
    public int MaximumFailures { get; init; } = 3;

    /// <summary>
    /// Whether such a deployment is rolled back at once if the service's circuit breaker has rollback on. The circuit breaker itself waits
    /// for more failures the more tasks the service should have.
    /// </summary>
    public bool RollBack { get; init; }

    /// <summary>Whether to wait for a rollback.</summary>
    public bool RollbackIsWanted { get; init; }
}
