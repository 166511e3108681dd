using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Tests.Identity;

/// <summary>A clock on which a wait takes no time: it moves on, and says what was waited for.</summary>
internal sealed class StepClock : IClock
{
    private readonly Action<TimeSpan>? _waited;

    public StepClock(Action<TimeSpan>? waited = null) => _waited = waited;

    public List<TimeSpan> Waits { get; } = new();

    public DateTimeOffset UtcNow { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        UtcNow += duration;
        Waits.Add(duration);
        _waited?.Invoke(duration);
    }

    public double NextRandom() => 0.5;
}
