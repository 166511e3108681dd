using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>The machine's own clock.</summary>
public sealed class SystemClock : IClock
{
    private readonly Random _random = new();

    /// <summary>The one instance.</summary>
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
