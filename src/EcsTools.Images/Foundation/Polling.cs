using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Waits that look again: ever longer pauses up to a longest, each with jitter, on an injected clock.</summary>
public static class Polling
{
    /// <summary>Looks until something is found.</summary>
    /// <param name="clock">Time, waiting and jitter.</param>
    /// <param name="look">Gives what is waited for, or null to look again.</param>
    /// <param name="timeout">How long to go on; null for ever.</param>
    /// <param name="first">First pause.</param>
    /// <param name="longest">Longest pause.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was found, or null once the time was over.</returns>
    public static async Task<T?> UntilAsync<T>(
        this IClock clock, Func<Task<T?>> look, TimeSpan? timeout, TimeSpan first, TimeSpan longest, CancellationToken cancellationToken)
        where T : class
    {
        var start = clock.UtcNow;
        for (var pause = first; ; pause = Longer(pause, longest))
        {
            if (await look().ConfigureAwait(false) is { } found)
            {
                return found;
            }

            var left = timeout is { } limit ? limit - (clock.UtcNow - start) : TimeSpan.MaxValue;
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await clock.PauseAsync(pause < left ? pause : left, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tries again while an error is one that passes by itself.</summary>
    /// <param name="clock">Time, waiting and jitter.</param>
    /// <param name="attempt">What is tried.</param>
    /// <param name="passes">Whether an error is one that passes.</param>
    /// <param name="limit">How long to go on; the error is thrown after it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<T> RetryAsync<T>(
        this IClock clock, Func<Task<T>> attempt, Func<Exception, bool> passes, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = clock.UtcNow;
        for (var pause = TimeSpan.FromSeconds(1); ; pause = Longer(pause, TimeSpan.FromSeconds(10)))
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception problem) when (clock.UtcNow - start < limit && passes(problem))
            {
                await clock.PauseAsync(pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A pause between 75 and 125 percent of <paramref name="pause"/>: many who wait do not ask at once.</summary>
    public static Task PauseAsync(this IClock clock, TimeSpan pause, CancellationToken cancellationToken)
        => clock.DelayAsync(TimeSpan.FromTicks((long)(pause.Ticks * (0.75 + (clock.NextRandom() / 2)))), cancellationToken);

    private static TimeSpan Longer(TimeSpan pause, TimeSpan longest)
        => TimeSpan.FromTicks(Math.Min(longest.Ticks, pause.Ticks + (pause.Ticks / 2)));
}
