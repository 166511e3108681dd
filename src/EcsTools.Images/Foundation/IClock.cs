using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Provides time, waits and randomness, so that a test of a ten-minute wait takes milliseconds.</summary>
public interface IClock
{
    /// <summary>The current time, in UTC.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>Completes after <paramref name="duration"/> of this clock's time.</summary>
    /// <param name="duration">How long to wait. Zero or less completes at once.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>A random number in [0, 1), for jitter.</summary>
    double NextRandom();
}
