using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>The clock of this machine.</summary>
public sealed class SystemClock : IClock
{
    private readonly Random _random = new();

    /// <summary>The only instance.</summary>
    public static SystemClock Instance { get; } = new();

    private SystemClock()
    {
    }

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    /// <inheritdoc/>
    public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
        => duration <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(duration, cancellationToken);

    /// <inheritdoc/>
    public double NextRandom()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
