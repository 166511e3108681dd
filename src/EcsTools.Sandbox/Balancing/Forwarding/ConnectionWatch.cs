using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Http1;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>
/// Ends a connection on which nothing happens, or whose client went away while it waits for an answer. One timer looks at all connections: a timer for each
/// read would cost more than the read.
/// </summary>
internal sealed class ConnectionWatch
{
    /// <summary>A client that is silent for this long may be gone.</summary>
    private const long LooksGone = 1000;
    private const long LastGrace = 2000;

    private readonly object _gate = new();
    private readonly Transport _client;
    private readonly Action<int> _answered;
    private Transport? _target;
    private volatile ConnectionPhase _phase;
    private long _lastActivity = MonotonicTime.Milliseconds;

    /// <param name="client">The connection of the client.</param>
    /// <param name="answered">Called with the status of an answer that the watch gives itself.</param>
    public ConnectionWatch(Transport client, Action<int> answered)
    {
        _client = client;
        _answered = answered;
    }

    public ConnectionPhase Phase
    {
        get => _phase;
        set => _phase = value;
    }

    /// <summary>Whether the present request took too long.</summary>
    public bool IsTimedOut { get; private set; }

    /// <summary>Whether the client closed its connection before its answer.</summary>
    public bool IsClientGone { get; private set; }

    /// <summary>Notes that bytes came or went.</summary>
    public void Touch() => Volatile.Write(ref _lastActivity, MonotonicTime.Milliseconds);

    /// <summary>Notes that a request has arrived.</summary>
    public void BeginExchange()
    {
        IsTimedOut = IsClientGone = false;
        _phase = ConnectionPhase.Exchange;
    }

    /// <summary>Says which connection serves the request, or that none does.</summary>
    public void Attach(Transport? target)
    {
        lock (_gate)
        {
            _target = target;
        }
    }

    public void EndIdle()
    {
        if (_phase == ConnectionPhase.Idle)
        {
            _client.End();
        }
    }

    public void Look(long now, long limit)
    {
        var quiet = now - Volatile.Read(ref _lastActivity);
        switch (_phase)
        {
            case ConnectionPhase.Idle when quiet > limit:
                _client.End();
                break;
            case ConnectionPhase.Head when quiet > limit:
                _phase = ConnectionPhase.Closed;
                _ = ExpireAsync();
                break;
            case ConnectionPhase.Tunnel when quiet > limit:
                ResetTarget();
                _client.Reset();
                break;
            case ConnectionPhase.Exchange when quiet > limit:
                IsTimedOut = true;
                ResetTarget();
                if (quiet > limit + LastGrace)
                {
                    // It does not read its answer.
                    _client.Reset();
                }

                break;
            case ConnectionPhase.Exchange when quiet > LooksGone && _client.IsEnded:
                IsClientGone = true;
                ResetTarget();
                break;
        }
    }

    private void ResetTarget()
    {
        lock (_gate)
        {
            _target?.Reset();
        }
    }

    /// <summary>Answers a request that never came to the end of its head.</summary>
    private async Task ExpireAsync()
    {
        _answered(408);
        try
        {
            var page = StandardPage.Of(408);
            var head = Encoding.ASCII.GetBytes(
                $"HTTP/1.1 408 {StandardPage.Reason(408)}\r\nServer: awselb/2.0\r\nDate: {HttpDate.Of(DateTimeOffset.UtcNow)}\r\nContent-Type: text/html\r\n"
                    + $"Content-Length: {page.Length}\r\nConnection: close\r\n\r\n");
            await _client.WriteAsync(head, 0, head.Length).ConfigureAwait(false);
            await _client.WriteAsync(page, 0, page.Length).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client is gone.
        }

        _client.End();
    }
}
