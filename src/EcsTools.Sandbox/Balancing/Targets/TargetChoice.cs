using System;
using System.Threading;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>Chooses a target of those that may get a request, by the algorithm of the group.</summary>
internal sealed class TargetChoice
{
    private readonly SandboxClock _clock;
    private int _turn = -1;

    /// <param name="clock">The clock of slow starts.</param>
    public TargetChoice(SandboxClock clock)
    {
        _clock = clock;
    }

    /// <param name="targets">At least one.</param>
    /// <param name="settings">The settings of the group.</param>
    public RunningTarget Choose(RunningTarget[] targets, TargetGroupSettings settings)
    {
        var first = settings.Algorithm == BalancingAlgorithm.WeightedRandom
            ? (int)(RandomChoice.Next() * targets.Length)
            : (int)((uint)Interlocked.Increment(ref _turn) % (uint)targets.Length);
        if (targets.Length == 1)
        {
            return targets[0];
        }

        return settings.Algorithm == BalancingAlgorithm.LeastOutstandingRequests
            ? LeastLoaded(targets, first, settings.SlowStart)
            : Accepted(targets, first, settings.SlowStart);
    }

    /// <summary>The share of its load that a target takes: less than one while it starts slowly.</summary>
    public static double Share(RunningTarget target, TimeSpan slowStart, DateTimeOffset now)
    {
        if (slowStart <= TimeSpan.Zero || target.Health.SlowStartSince is not { } since)
        {
            return 1;
        }

        return Math.Min(1, Math.Max(0.01, (now - since).TotalMilliseconds / slowStart.TotalMilliseconds));
    }

    /// <summary>The one whose turn it is. One that starts slowly leaves some of its turns to the next.</summary>
    private RunningTarget Accepted(RunningTarget[] targets, int first, TimeSpan slowStart)
    {
        if (slowStart <= TimeSpan.Zero)
        {
            return targets[first];
        }

        var now = _clock.UtcNow;
        for (var i = 0; i < targets.Length; i++)
        {
            var target = targets[(first + i) % targets.Length];
            var share = Share(target, slowStart, now);
            if (share >= 1 || RandomChoice.Next() < share)
            {
                return target;
            }
        }

        return targets[first];
    }

    /// <summary>The one with the fewest open requests; of equal ones, the one whose turn it is.</summary>
    private RunningTarget LeastLoaded(RunningTarget[] targets, int first, TimeSpan slowStart)
    {
        var now = slowStart > TimeSpan.Zero ? _clock.UtcNow : default;
        var (best, least) = (targets[first], double.MaxValue);
        for (var i = 0; i < targets.Length; i++)
        {
            var target = targets[(first + i) % targets.Length];
            var share = Share(target, slowStart, now);
            var load = share >= 1 ? target.Outstanding : (target.Outstanding + 1) / share;
            if (load < least)
            {
                (best, least) = (target, load);
            }
        }

        return best;
    }
}
