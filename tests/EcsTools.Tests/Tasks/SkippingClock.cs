using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tests.Tasks;

/// <summary>A clock on which a wait is over at once, and which has moved on by it.</summary>
internal sealed class SkippingClock(Func<int, Task>? waited = null) : IClock
{
    private int _waits;

    public DateTimeOffset UtcNow { get; private set; } = DateTimeOffset.UtcNow;

    public async Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        UtcNow += duration;
        if (waited is not null)
        {
            await waited(++_waits);
        }
    }

    public double NextRandom() => 0.5;
}
