using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Services.Scheduling;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>A service whose count is scaled: its bounds, its policies, and its scheduled actions.</summary>
internal sealed class ScalableTarget
{
    /// <param name="id">The resource id: <c>service/cluster/name</c>.</param>
    public ScalableTarget(string id)
    {
        Id = id;
        var parts = id.Split('/');
        (Cluster, Service) = (parts[1], parts[2]);
    }

    public string Id { get; }

    public string Cluster { get; }

    public string Service { get; }

    public string Arn { get; init; } = "";

    public string RoleArn { get; init; } = "";

    /// <summary>Epoch seconds.</summary>
    public double CreatedAt { get; init; }

    public int Minimum { get; set; }

    public int Maximum { get; set; }

    public SuspendedState Suspended { get; set; } = new(false, false, false);

    public SortedDictionary<string, ScalingPolicy> Policies { get; } = new(StringComparer.Ordinal);

    /// <summary>Scheduled actions by name.</summary>
    public SortedDictionary<string, ScheduleEntry> Actions { get; } = new(StringComparer.Ordinal);

    /// <summary>When tasks were last added, in the fast time of the sandbox.</summary>
    public DateTimeOffset? ScaledOutAt { get; set; }

    /// <summary>When tasks were last removed, in the fast time of the sandbox.</summary>
    public DateTimeOffset? ScaledInAt { get; set; }

    /// <summary>Limits a count to the bounds.</summary>
    public int Within(int count) => Math.Max(Minimum, Math.Min(Maximum, count));

    /// <summary>The policies that track a metric.</summary>
    public IReadOnlyList<ScalingPolicy> Tracking() => Policies.Values.Where(policy => policy.Metric is not null).ToList();
}
