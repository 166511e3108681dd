using System;

namespace EcsTools.Services;

/// <summary>What to watch.</summary>
public sealed record ServiceWatchRequest
{
    /// <summary>The service.</summary>
    public required ServiceReference Service { get; init; }

    /// <summary>A deployment that was just started and must be seen to its end; null if there is none.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>Pause between two reads. From one second to five minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to watch; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether to go on when the service is steady, and watch its next deployments too.</summary>
    public bool Continue { get; init; }
}
