using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Aws;

/// <summary>A token bucket as the service has it, kept here, so that no call is made that would be refused. Who comes first is served first.</summary>
/// <param name="rate">Size and refill.</param>
/// <param name="clock">The time it is refilled by.</param>
internal sealed class TokenBucket(ApiRate rate, IClock clock)
{
    private readonly object _gate = new();
    private double _tokens = rate.Burst;
    private DateTimeOffset _at = clock.UtcNow;

    /// <summary>Takes a token, once there is one.</summary>
    /// <param name="cancellationToken">Ends the wait; the token is given back.</param>
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

    /// <summary>The service has refused a call: others draw on its bucket, or the account's is smaller. What is left here means nothing.</summary>
    public void Empty()
    {
        lock (_gate)
        {
            Refill();
            _tokens = Math.Min(_tokens, 0);
        }
    }

    // Tokens below zero are promised to those who wait.
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
        // A clock that is set back gives nothing and takes nothing.
        var now = clock.UtcNow;
        _tokens = Math.Min(rate.Burst, _tokens + (Math.Max(0, (now - _at).TotalSeconds) * rate.PerSecond));
        _at = now;
    }
}
