using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Cloud;

/// <summary>The time of the sandbox, which may run faster than the time of the machine.</summary>
internal sealed class SandboxClock
{
    private readonly double _scale;
    private readonly DateTimeOffset _start;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <param name="scale">How many times faster than real time it is.</param>
    /// <param name="notBefore">The time at the end of an earlier run of the same sandbox, which may be ahead of the machine.</param>
    public SandboxClock(double scale = 1, DateTimeOffset? notBefore = null)
    {
        _scale = scale;
        var now = DateTimeOffset.UtcNow;
        _start = notBefore > now ? notBefore.Value : now;
    }

    /// <summary>Sandbox time, in UTC. It never goes back.</summary>
    public DateTimeOffset UtcNow => _start + TimeSpan.FromTicks((long)(_watch.Elapsed.Ticks * _scale));

    /// <summary>Whether it is ahead of the machine, so that the machine's time cannot stand in for it.</summary>
    public bool IsAhead => UtcNow - MachineNow > TimeSpan.FromSeconds(1);

    /// <summary>
    /// The machine's time, in UTC. Credentials and tokens expire by it, because clients renew them by their own clocks, and a fast sandbox
    /// clock is far ahead of those.
    /// </summary>
    public static DateTimeOffset MachineNow => DateTimeOffset.UtcNow;

    /// <summary>Sandbox time as the AWS JSON protocol writes it: seconds since 1970 with milliseconds.</summary>
    public double EpochSeconds => UtcNow.ToUnixTimeMilliseconds() / 1000d;

    /// <summary>Waits <paramref name="duration"/> of sandbox time.</summary>
    public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var real = TimeSpan.FromTicks(Math.Max(1, (long)(duration.Ticks / _scale)));

        // Task.Delay takes at most about 24 days. Callers look at the time again and wait for the rest.
        return Task.Delay(real < TimeSpan.FromDays(20) ? real : TimeSpan.FromDays(20), cancellationToken);
    }
}
