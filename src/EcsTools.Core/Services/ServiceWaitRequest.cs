using System;

namespace EcsTools.Services;

/// <summary>What of a service is waited for.</summary>
public sealed record ServiceWaitRequest
{
    /// <summary>The service.</summary>
    public required ServiceReference Service { get; init; }

    /// <summary>The deployment to follow; null for the newest.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The deployment that was the newest before: a newer one is followed. Null where any is.</summary>
    public string? NewerThan { get; init; }

    /// <summary>Follows no deployment: waits until as many tasks run as are wanted.</summary>
    public bool CountOnly { get; init; }

    /// <summary>How long; null for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Tasks that stop for the same reason, with none that stays up, after which the wait fails before ECS gives up.</summary>
    public int MaximumFailures { get; init; } = 3;

    /// <summary>
    /// Whether such a deployment is rolled back at once, where the service has a circuit breaker with rollback: it counts to more failures,
    /// the
    /// more tasks are wanted.
    /// </summary>
    public bool RollBack { get; init; }

    /// <summary>Whether a rollback is what is waited for.</summary>
    public bool RollbackIsWanted { get; init; }
}
