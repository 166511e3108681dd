using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>
/// A policy of a target. A policy that tracks a metric acts like the two alarms that AWS creates for it: above the target for three
/// minutes, or a tenth below it for fifteen ("Target tracking scaling policies" of the Application Auto Scaling user guide). Other
/// policies wait for alarms or forecasts, which the sandbox does not have.
/// </summary>
internal sealed class ScalingPolicy
{
    private const int MinutesAbove = 3;
    private const int MinutesBelow = 15;
    private const double BelowShare = 0.9;
    private const int Cooldown = 300;

    private readonly Queue<double> _minutes = new();

    public ScalingPolicy(JsonObject wire)
    {
        Wire = wire;
    }

    /// <summary>The policy, with the members of the service model.</summary>
    public JsonObject Wire { get; }

    /// <summary>The metric that it tracks, such as <c>ECSServiceAverageCPUUtilization</c>; null if it tracks none that the sandbox knows.</summary>
    public string? Metric => Configuration?.Object("PredefinedMetricSpecification")?.Text("PredefinedMetricType");

    public string? ResourceLabel => Configuration?.Object("PredefinedMetricSpecification")?.Text("ResourceLabel");

    public bool MayScaleIn => Configuration?.Flag("DisableScaleIn") != true;

    public TimeSpan ScaleOutCooldown => TimeSpan.FromSeconds(Configuration?.Integer("ScaleOutCooldown") ?? Cooldown);

    public TimeSpan ScaleInCooldown => TimeSpan.FromSeconds(Configuration?.Integer("ScaleInCooldown") ?? Cooldown);

    private JsonObject? Configuration => Wire.Object("TargetTrackingScalingPolicyConfiguration");

    private double Target => Configuration!.Number("TargetValue")!.Value;

    /// <summary>Records the metric of a minute. Null means that it is not known, which ends a series of minutes.</summary>
    public void Note(double? measure)
    {
        if (measure is not { } value)
        {
            _minutes.Clear();
            return;
        }

        _minutes.Enqueue(value);
        if (_minutes.Count > MinutesBelow)
        {
            _minutes.Dequeue();
        }
    }

    /// <summary>How many tasks would bring the metric to its target; null if it is near the target, or has not been off for long enough.</summary>
    /// <param name="count">Number of tasks that were measured.</param>
    public int? Wanted(int count)
    {
        if (_minutes.Count == 0 || count == 0)
        {
            return null;
        }

        var newest = _minutes.Last();
        var needed = (int)Math.Min(int.MaxValue, Math.Ceiling(count * newest / Target));
        if (_minutes.Count >= MinutesAbove && _minutes.Skip(_minutes.Count - MinutesAbove).All(minute => minute > Target))
        {
            return Math.Max(needed, count + 1);
        }

        return _minutes.Count == MinutesBelow && _minutes.All(minute => minute < Target * BelowShare) && needed < count ? needed : null;
    }

    /// <summary>The count has changed, so earlier measurements do not count.</summary>
    public void Forget() => _minutes.Clear();
}
