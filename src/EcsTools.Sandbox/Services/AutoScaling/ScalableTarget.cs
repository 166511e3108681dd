using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Timing;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>A service whose count is scaled: its bounds, what it follows, and when its bounds change.</summary>
internal sealed class ScalableTarget
{
    public ScalableTarget(JsonObject wire)
    {
        Wire = wire;
        var parts = Id.Split('/');
        (Cluster, Service) = (parts[1], parts[2]);
    }

    /// <summary>The target in the members of the service model.</summary>
    public JsonObject Wire { get; }

    /// <summary><c>service/cluster/name</c>.</summary>
    public string Id => Wire.Text("ResourceId")!;

    public string Cluster { get; }

    public string Service { get; }

    public int Minimum => (int)Wire.Integer("MinCapacity")!.Value;

    public int Maximum => (int)Wire.Integer("MaxCapacity")!.Value;

    public SortedDictionary<string, ScalingPolicy> Policies { get; } = new(StringComparer.Ordinal);

    /// <summary>Scheduled actions by name.</summary>
    public SortedDictionary<string, ScheduleEntry> Actions { get; } = new(StringComparer.Ordinal);

    /// <summary>When tasks were added and taken away last, in the sandbox's fast time.</summary>
    public DateTimeOffset? ScaledOutAt { get; set; }

    public DateTimeOffset? ScaledInAt { get; set; }

    /// <summary>A count brought within the bounds.</summary>
    public int Within(int count) => Math.Max(Minimum, Math.Min(Maximum, count));

    /// <summary>Whether scaling of a kind is switched off, such as <c>ScheduledScalingSuspended</c>.</summary>
    public bool IsSuspended(string member) => Wire.Object("SuspendedState")?.Flag(member) == true;

    /// <summary>The policies that keep a measure.</summary>
    public IReadOnlyList<ScalingPolicy> Tracking() => Policies.Values.Where(policy => policy.Metric is not null).ToList();
}
