using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>How the count of a service is kept by Application Auto Scaling.</summary>
public sealed record FargateScaling
{
    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The service's name.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's ARN.</summary>
    public required string ServiceArn { get; init; }

    /// <summary>Whether anything but its own desired count keeps it.</summary>
    public bool IsScaled { get; init; }

    /// <summary>Fewest tasks; null where it is not scaled.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>Most tasks; null where it is not scaled.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>Tasks it keeps now.</summary>
    public int DesiredCount { get; init; }

    /// <summary>Average CPU of its tasks in percent that the count is kept at, or null.</summary>
    public double? CpuTarget { get; init; }

    /// <summary>Average memory of its tasks in percent that the count is kept at, or null.</summary>
    public double? MemoryTarget { get; init; }

    /// <summary>Requests a task and minute that the count is kept at, or null.</summary>
    public double? RequestTarget { get; init; }

    /// <summary>Pause after tasks were added before more are; null for AWS's own, or where nothing is tracked.</summary>
    public TimeSpan? ScaleOutCooldown { get; init; }

    /// <summary>Pause after tasks were taken away before more are; null for AWS's own, or where nothing is tracked.</summary>
    public TimeSpan? ScaleInCooldown { get; init; }

    /// <summary>Whether tasks are added and never taken away.</summary>
    public bool NoScaleIn { get; init; }

    /// <summary>Changes of the fewest and most tasks by the clock.</summary>
    public IReadOnlyList<FargateScalingSchedule> Schedules { get; init; } = [];

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>Account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What was done to it just now.</summary>
    public ChangeStatus? Change { get; init; }

    /// <summary>What was changed just now.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init; } = [];
}
