using System;
using System.Collections.Generic;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Services.Scaling;

/// <summary>How to scale a service. A null value was not given and does not change.</summary>
public sealed record ServiceScalingRequest
{
    /// <summary>The service.</summary>
    public required ServiceReference Service { get; init; }

    /// <summary>Minimum number of tasks; 1 if it was never given.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>Maximum number of tasks.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>Target for the average CPU use in percent; 0 stops scaling on CPU.</summary>
    public double? CpuTarget { get; init; }

    /// <summary>Target for the average memory use in percent; 0 stops scaling on memory.</summary>
    public double? MemoryTarget { get; init; }

    /// <summary>Target for the number of requests per task and minute; 0 stops scaling on requests.</summary>
    public double? RequestTarget { get; init; }

    /// <summary>ARN of the load balancer that sends the requests, if the service does not show it.</summary>
    public string? LoadBalancerArn { get; init; }

    /// <summary>Pause between adding tasks and adding more.</summary>
    public TimeSpan? ScaleOutCooldown { get; init; }

    /// <summary>Pause between removing tasks and removing more.</summary>
    public TimeSpan? ScaleInCooldown { get; init; }

    /// <summary>Whether tasks are only added, never removed.</summary>
    public bool? NoScaleIn { get; init; }

    /// <summary>
    /// Name of a scheduled change. <see cref="MinimumCount"/> and <see cref="MaximumCount"/> are then the values that it sets.
    /// </summary>
    public string? ScheduleName { get; init; }

    /// <summary>When the change named by <see cref="ScheduleName"/> takes place.</summary>
    public ScheduleExpression? Expression { get; init; }

    /// <summary>Time zone of <see cref="Expression"/>.</summary>
    public ScheduleTimeZone? TimeZone { get; init; }

    /// <summary>Removes scaling: all of it, or only the change named by <see cref="ScheduleName"/>.</summary>
    public bool Remove { get; init; }
}

/// <summary>What to do to scale a service as requested. Nothing has changed yet.</summary>
/// <param name="Request">The request.</param>
/// <param name="Current">How it is scaled now.</param>
/// <param name="Differences">What will change.</param>
public sealed record ServiceScalingPlan(
    ServiceScalingRequest Request, FargateScaling Current, IReadOnlyList<FieldChange> Differences)
{
    /// <summary>What carrying out the plan will do.</summary>
    public string Change => Differences.Count == 0 ? ChangeStatus.Unchanged
        : Request is { Remove: true, ScheduleName: null } ? ChangeStatus.Removed
        : Current.IsScaled ? ChangeStatus.Updated
        : ChangeStatus.Created;

    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan()
    {
        var action = EcsPlanAction.From(Change);
        return new EcsPlan
        {
            Action = action,
            ResourceType = "Scaling",
            ResourceName = Current.ServiceName,
            Region = Current.Region,
            Title = $"{(Change == ChangeStatus.Removed ? "Remove" : "Change")} the scaling of service '{Current.ServiceName}' in cluster '{Current.Cluster}' "
                + $"({Current.Region})",
            Steps = EcsPlanStep.Of(Differences, action, "Scaling", Current.ServiceName),
        };
    }

    internal FargateService Service { get; init; } = null!;

    internal ScalingState State { get; init; } = new();

    internal IReadOnlyList<ScalingTarget> Targets { get; init; } = [];
}

/// <summary>One metric that the service scales on.</summary>
/// <param name="Metric">Name of the metric in AWS.</param>
/// <param name="PolicyName">Name of the policy: the existing one, or the name that EcsTools gives it.</param>
/// <param name="Value">The target value; null if the policy will be removed.</param>
/// <param name="ResourceLabel">Where requests are counted; null for the service's own metrics.</param>
internal sealed record ScalingTarget(string Metric, string PolicyName, double? Value, string? ResourceLabel);
