using System;
using System.Threading;

namespace EcsTools.Images.Registry;

/// <summary>Watches one request and its answer, and cancels them if an expected step takes too long. It limits pauses, not the whole transfer.</summary>
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

    /// <summary>Cancelled by the caller's own token, or by the timeout.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the timeout cancelled the exchange.</summary>
    public bool HasStalled => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

    public void ExpectBytes() => Expect(Timeouts.Stall);

    public void ExpectAnswer() => Expect(Timeouts.Answer);

    /// <summary>Stops the timeout: the source is being read or a layer compressed, so nothing is expected from the registry.</summary>
    public void Rest() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Creates the error for a stall.</summary>
    public TimeoutException Stalled(Exception cause) => new($"no byte moved for {_expected.TotalSeconds:0.#} seconds", cause);

    public void Dispose() => _source.Dispose();

    private void Expect(TimeSpan within)
    {
        _expected = within;
        _source.CancelAfter(within);
    }
}
