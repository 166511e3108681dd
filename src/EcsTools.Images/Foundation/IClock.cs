using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Time, waiting and randomness, from one place, so that a wait of ten minutes tests in milliseconds.</summary>
public interface IClock
{
    /// <summary>The time now, in UTC.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>Completes after <paramref name="duration"/> of this clock's time.</summary>
    /// <param name="duration">How long; zero or less completes at once.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>A number in [0, 1), for jitter.</summary>
    double NextRandom();
}
