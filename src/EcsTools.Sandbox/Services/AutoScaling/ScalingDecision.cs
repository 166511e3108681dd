using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>
/// Judges a target by its policies, minute by minute. Any policy may add tasks. Tasks are removed only if all policies that may do so agree,
/// and then down to the largest count that one of them needs.
/// </summary>
internal static class ScalingDecision
{
    /// <summary>The new count, or null if it stays.</summary>
    /// <param name="target">The service. Its policies record the metrics.</param>
    /// <param name="count">The present count.</param>
    /// <param name="measures">The metrics of the last minute, without those that are not known.</param>
    /// <param name="now">The sandbox's fast time.</param>
    public static int? Of(ScalableTarget target, int count, IReadOnlyDictionary<string, double> measures, DateTimeOffset now)
    {
        var policies = target.Tracking();
        foreach (var policy in policies)
        {
            policy.Note(measures.TryGetValue(policy.Metric!, out var measure) ? measure : null);
        }

        var wishes = policies.Select(policy => (Policy: policy, Wanted: policy.Wanted(count))).ToList();
        var wanted = Out(target, count, wishes, now) ?? In(target, count, wishes, now);
        if (wanted is not { } changed || target.Within(changed) == count)
        {
            return null;
        }

        foreach (var policy in policies)
        {
            policy.Forget();
        }

        if (changed > count)
        {
            target.ScaledOutAt = now;
        }
        else
        {
            target.ScaledInAt = now;
        }

        return target.Within(changed);
    }

    private static int? Out(
        ScalableTarget target, int count, IReadOnlyList<(ScalingPolicy Policy, int? Wanted)> wishes, DateTimeOffset now)
    {
        var more = wishes
            .Where(wish => wish.Wanted > count && !(target.ScaledOutAt + wish.Policy.ScaleOutCooldown > now))
            .Select(wish => wish.Wanted)
            .ToList();
        return more.Count > 0 && !target.Suspended.ScaleOut ? more.Max() : null;
    }

    private static int? In(
        ScalableTarget target, int count, IReadOnlyList<(ScalingPolicy Policy, int? Wanted)> wishes, DateTimeOffset now)
    {
        var judges = wishes.Where(wish => wish.Policy.MayScaleIn).ToList();
        var agree = judges.Count > 0 && judges.TrueForAll(
            wish => wish.Wanted < count && !(target.ScaledInAt + wish.Policy.ScaleInCooldown > now));
        return agree && !target.Suspended.ScaleIn ? judges.Max(wish => wish.Wanted) : null;
    }
}
