using System;

namespace EcsTools.Apps.Definition;

/// <summary>How a service is scaled. A null value was not given and does not change.</summary>
public sealed record AppScaling
{
    /// <summary>Minimum number of tasks.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>Maximum number of tasks.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>Target for the average CPU use in percent.</summary>
    public double? CpuTarget { get; init; }

    /// <summary>Target for the average memory use in percent.</summary>
    public double? MemoryTarget { get; init; }

    /// <summary>Target for the number of requests per task and minute.</summary>
    public double? RequestTarget { get; init; }

    /// <summary>Pause between adding tasks and adding more.</summary>
    public TimeSpan? ScaleOutCooldown { get; init; }

    /// <summary>Pause between removing tasks and removing more.</summary>
    public TimeSpan? ScaleInCooldown { get; init; }
}
