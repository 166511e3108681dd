using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Aws;

/// <summary>
/// A local copy of the service's token bucket, so that no call is made that would be refused. Callers are served in the order of their
/// requests.
/// </summary>
/// <param name="rate">Size and refill.</param>
/// <param name="clock">The clock that refills it.</param>
internal sealed class TokenBucket(ApiRate rate, IClock clock)
{
    private readonly object _gate = new();
    private double _tokens = rate.Burst;
    private DateTimeOffset _at = clock.UtcNow;

    /// <summary>Waits for a token and takes it.</summary>
    /// <param name="cancellationToken">Cancels the wait. The token is given back.</param>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        var wait = Reserve();
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                _tokens++;
            }

            throw;
        }
    }

    /// <summary>
    /// Call this when the service has refused a call: others use its bucket, or the account's is smaller. The tokens left here then mean
    /// nothing.
    /// </summary>
    public void Empty()
    {
        lock (_gate)
        {
            Refill();
            _tokens = Math.Min(_tokens, 0);
        }
    }

    // A count below zero means tokens promised to waiting callers.
    private TimeSpan Reserve()
    {
        lock (_gate)
        {
            Refill();
            _tokens--;
            return TimeSpan.FromSeconds(Math.Max(0, -_tokens / rate.PerSecond));
        }
    }

    private void Refill()
    {
        // If the clock is set back, nothing is added or removed.
        var now = clock.UtcNow;
        _tokens = Math.Min(rate.Burst, _tokens + (Math.Max(0, (now - _at).TotalSeconds) * rate.PerSecond));
        _at = now;
    }
}
