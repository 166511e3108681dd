using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>
/// Judges a target by its policies, minute by minute. Any of them may add tasks; they are taken away only where all that may do so agree,
/// and then down to the most that one of them needs.
/// </summary>
internal static class CountScaling
{
    /// <summary>The count to be had from now on, or null where it stays.</summary>
    /// <param name="target">The service. Its policies take the measures.</param>
    /// <param name="count">The count it has.</param>
    /// <param name="measures">Those of the last minute; one that could not be had is not in it.</param>
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
        return more.Count > 0 && !target.IsSuspended("DynamicScalingOutSuspended") ? more.Max() : null;
    }

    private static int? In(
        ScalableTarget target, int count, IReadOnlyList<(ScalingPolicy Policy, int? Wanted)> wishes, DateTimeOffset now)
    {
        var judges = wishes.Where(wish => wish.Policy.MayScaleIn).ToList();
        var agree = judges.Count > 0 && judges.TrueForAll(
            wish => wish.Wanted < count && !(target.ScaledInAt + wish.Policy.ScaleInCooldown > now));
        return agree && !target.IsSuspended("DynamicScalingInSuspended") ? judges.Max(wish => wish.Wanted) : null;
    }
}
