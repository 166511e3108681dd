using System;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Http1;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>A connection to a target, for requests one after another.</summary>
internal sealed class UpstreamConnection : IDisposable
{
    private readonly RunningTarget _target;
    private ValueTask<int> _early;
    private bool _isParked;

    public UpstreamConnection(RunningTarget target, Transport transport)
    {
        _target = target;
        Transport = transport;
    }

    public Transport Transport { get; }

    public ReceiveBuffer Buffer { get; } = new();

    public ResponseHead Head { get; } = new();

    /// <summary>Whether it has served a request before, so that the target may have closed it meanwhile.</summary>
    public bool IsReused { get; private set; }

    public long IdleSince { get; private set; }

    /// <summary>
    /// Whether a waiting connection is still open and silent. A target that has closed it gets no request, and what a target sends without a request is never
    /// an answer.
    /// </summary>
    public bool IsSilent => !_early.IsCompleted && !Transport.HasInput;

    /// <summary>Begins to wait for the next request.</summary>
    public void Park()
    {
        IsReused = true;
        IdleSince = MonotonicTime.Milliseconds;
#pragma warning disable CA2012 // It is awaited once: by the next request, or when the connection ends.
        _early = Buffer.ReadAsync(Transport);
#pragma warning restore CA2012
        _isParked = true;
    }

    public ValueTask<int> ReadAsync()
    {
        if (!_isParked)
        {
            return Buffer.ReadAsync(Transport);
        }

        _isParked = false;
        return _early;
    }

    public void Dispose()
    {
        _target.Forget(this);
        if (_isParked)
        {
            _isParked = false;
            _ = EndAsync();
            return;
        }

        Transport.Dispose();
    }

    /// <summary>Ends the read that waits before it closes, so that the target sees an end and not a reset.</summary>
    private async Task EndAsync()
    {
        try
        {
            Transport.End();
            await _early.ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The target has ended it already.
        }

        Transport.Dispose();
    }
}
