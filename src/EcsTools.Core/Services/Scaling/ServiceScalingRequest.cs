using System;
using System.Collections.Generic;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Services.Scaling;

/// <summary>How the count of a service shall be kept. What is null is not said, and stays as it is.</summary>
public sealed record ServiceScalingRequest
{
    /// <summary>The service.</summary>
    public required ServiceReference Service { get; init; }

    /// <summary>Fewest tasks: 1 where never said.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>Most tasks.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>Average CPU in percent to be kept; 0 to track it no more.</summary>
    public double? CpuTarget { get; init; }

    /// <summary>Average memory in percent to be kept; 0 to track it no more.</summary>
    public double? MemoryTarget { get; init; }

    /// <summary>Requests a task and minute to be kept; 0 to track them no more.</summary>
    public double? RequestTarget { get; init; }

    /// <summary>ARN of the load balancer that requests come by, where the service does not tell.</summary>
    public string? LoadBalancerArn { get; init; }

    /// <summary>Pause after tasks were added before more are.</summary>
    public TimeSpan? ScaleOutCooldown { get; init; }

    /// <summary>Pause after tasks were taken away before more are.</summary>
    public TimeSpan? ScaleInCooldown { get; init; }

    /// <summary>Whether tasks are added and never taken away.</summary>
    public bool? NoScaleIn { get; init; }

    /// <summary>Name of a change by the clock: then <see cref="MinimumCount"/> and <see cref="MaximumCount"/> are what it changes
    /// to.</summary>
    public string? ScheduleName { get; init; }

    /// <summary>When, with <see cref="ScheduleName"/>.</summary>
    public ScheduleExpression? Expression { get; init; }

    /// <summary>Time zone of <see cref="Expression"/>.</summary>
    public ScheduleTimeZone? TimeZone { get; init; }

    /// <summary>Takes scaling away: all of it, or the change named by <see cref="ScheduleName"/>.</summary>
    public bool Remove { get; init; }
}

/// <summary>What is to be done so that a service is scaled as asked. Nothing has been changed yet.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Current">How it is scaled now.</param>
/// <param name="Differences">What is to be changed.</param>
public sealed record ServiceScalingPlan(
    ServiceScalingRequest Request, FargateScaling Current, IReadOnlyList<FieldChange> Differences)
{
    /// <summary>What carrying it out will be.</summary>
    public ChangeStatus Change => Differences.Count == 0 ? ChangeStatus.Unchanged
        : Request is { Remove: true, ScheduleName: null } ? ChangeStatus.Removed
        : Current.IsScaled ? ChangeStatus.Updated
        : ChangeStatus.Created;

    internal ScalingState State { get; init; } = new();

    internal IReadOnlyList<ScalingTarget> Targets { get; init; } = [];
}

/// <summary>One measure that the count is kept by.</summary>
/// <param name="Metric">AWS's name of it.</param>
/// <param name="PolicyName">Name of the policy: the one that is there, or EcsTools' own.</param>
/// <param name="Value">The value to be kept; null where the policy goes.</param>
/// <param name="ResourceLabel">What requests are counted of; null for the service's own measures.</param>
internal sealed record ScalingTarget(string Metric, string PolicyName, double? Value, string? ResourceLabel);
