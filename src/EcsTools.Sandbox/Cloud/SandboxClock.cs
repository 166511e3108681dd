using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Cloud;

/// <summary>Time of the sandbox, which may go faster than the machine's.</summary>
internal sealed class SandboxClock
{
    private readonly double _scale;
    private readonly DateTimeOffset _start;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <param name="scale">How many times faster than real time it goes.</param>
    /// <param name="notBefore">The time it was when an earlier run of the same sandbox ended: a fast clock may be ahead of the machine's.</param>
    public SandboxClock(double scale = 1, DateTimeOffset? notBefore = null)
    {
        _scale = scale;
        var now = DateTimeOffset.UtcNow;
        _start = notBefore > now ? notBefore.Value : now;
    }

    /// <summary>Sandbox time, in UTC. It never goes back.</summary>
    public DateTimeOffset UtcNow => _start + TimeSpan.FromTicks((long)(_watch.Elapsed.Ticks * _scale));

    /// <summary>
    /// The machine's time, in UTC: what the life of credentials and tokens is reckoned in, since their holders renew them by their own clock,
    /// which a fast sandbox would leave far behind.
    /// </summary>
    public static DateTimeOffset MachineNow => DateTimeOffset.UtcNow;

    /// <summary>Sandbox time as the AWS JSON protocol writes it: seconds since 1970 with milliseconds.</summary>
    public double EpochSeconds => UtcNow.ToUnixTimeMilliseconds() / 1000d;

    /// <summary>Waits <paramref name="duration"/> of sandbox time.</summary>
    public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var real = TimeSpan.FromTicks(Math.Max(1, (long)(duration.Ticks / _scale)));

        // Task.Delay takes at most about 24 days; a longer wait is taken in pieces by whoever looks again.
        return Task.Delay(real < TimeSpan.FromDays(20) ? real : TimeSpan.FromDays(20), cancellationToken);
    }
}
