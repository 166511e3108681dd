using System;
using System.Threading;

namespace EcsTools.Images.Registry;

/// <summary>Watches one exchange: cancels it where what was expected within a time did not come. It bounds pauses, not the whole.</summary>
internal sealed class StallTimeout : IDisposable
{
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource _source;
    private TimeSpan _expected;

    public StallTimeout(RegistryTimeouts timeouts, CancellationToken cancellationToken)
    {
        Timeouts = timeouts;
        _outer = cancellationToken;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public RegistryTimeouts Timeouts { get; }

    /// <summary>Ends with the caller's own, or when nothing came in time.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was this watch that ended the exchange.</summary>
    public bool HasStalled => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

    public void ExpectBytes() => Expect(Timeouts.Stall);

    public void ExpectAnswer() => Expect(Timeouts.Answer);

    /// <summary>The registry is not waited for: the source is being read, or a layer compressed.</summary>
    public void Rest() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>What to say of a stall.</summary>
    public TimeoutException Stalled(Exception cause) => new($"no byte moved for {_expected.TotalSeconds:0.#} seconds", cause);

    public void Dispose() => _source.Dispose();

    private void Expect(TimeSpan within)
    {
        _expected = within;
        _source.CancelAfter(within);
    }
}
