using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Waits by checking again and again. The pauses grow up to a longest pause, have jitter, and use the given clock.</summary>
public static class Polling
{
    /// <summary>Checks until a value is found.</summary>
    /// <param name="clock">The clock for time, waits and jitter.</param>
    /// <param name="look">Returns the value, or null to check again.</param>
    /// <param name="timeout">How long to wait; null waits without limit.</param>
    /// <param name="first">First pause.</param>
    /// <param name="longest">Longest pause.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The value, or null if the wait timed out.</returns>
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

    /// <summary>Tries again as long as the error is temporary.</summary>
    /// <param name="clock">The clock for time, waits and jitter.</param>
    /// <param name="attempt">The call to try.</param>
    /// <param name="passes">Whether an error is temporary.</param>
    /// <param name="limit">How long to try. After that, the error is thrown.</param>
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

    /// <summary>A pause between 75 and 125 percent of <paramref name="pause"/>, so that many clients do not call at the same moment.</summary>
    public static Task PauseAsync(this IClock clock, TimeSpan pause, CancellationToken cancellationToken)
        => clock.DelayAsync(TimeSpan.FromTicks((long)(pause.Ticks * (0.75 + (clock.NextRandom() / 2)))), cancellationToken);

    private static TimeSpan Longer(TimeSpan pause, TimeSpan longest)
        => TimeSpan.FromTicks(Math.Min(longest.Ticks, pause.Ticks + (pause.Ticks / 2)));
}
