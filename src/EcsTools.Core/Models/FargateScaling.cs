using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>How Application Auto Scaling scales a service.</summary>
public sealed record FargateScaling
{
    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The service's name.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's ARN.</summary>
    public required string ServiceArn { get; init; }

    /// <summary>Whether Application Auto Scaling controls the number of tasks.</summary>
    public bool IsScaled { get; init; }

    /// <summary>Minimum number of tasks; null if the service is not scaled.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>Maximum number of tasks; null if the service is not scaled.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>Desired number of tasks now.</summary>
    public int DesiredCount { get; init; }

    /// <summary>Target for the average CPU use of its tasks, in percent; null if CPU is not tracked.</summary>
    public double? CpuTarget { get; init; }

    /// <summary>Target for the average memory use of its tasks, in percent; null if memory is not tracked.</summary>
    public double? MemoryTarget { get; init; }

    /// <summary>Target for the number of requests per task and minute; null if requests are not tracked.</summary>
    public double? RequestTarget { get; init; }

    /// <summary>Pause between adding tasks and adding more; null for the default of AWS or if nothing is tracked.</summary>
    public TimeSpan? ScaleOutCooldown { get; init; }

    /// <summary>Pause between removing tasks and removing more; null for the default of AWS or if nothing is tracked.</summary>
    public TimeSpan? ScaleInCooldown { get; init; }

    /// <summary>Whether tasks are only added, never removed.</summary>
    public bool NoScaleIn { get; init; }

    /// <summary>Scheduled changes of the minimum and maximum.</summary>
    public IReadOnlyList<FargateScalingSchedule> Schedules { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateScalingSchedule>([]);

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What the command did.</summary>
    public string? Change { get; init; }

    /// <summary>What the command changed.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init => field = OutputList.Of(value); } = OutputList.Of<FieldChange>([]);
}
