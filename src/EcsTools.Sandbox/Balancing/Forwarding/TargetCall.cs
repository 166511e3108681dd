using System;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Http1;
using EcsTools.Sandbox.Balancing.Targets;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>The side of an exchange that faces the target: its connection, and the heads that come from it.</summary>
internal sealed class TargetCall
{
    private readonly ClientConnection _client;
    private readonly RunningGroup _group;
    private readonly RunningTarget _target;
    private bool _hasLeft;

    public TargetCall(ClientConnection client, RunningGroup group, RunningTarget target)
    {
        _client = client;
        _group = group;
        _target = target;
    }

    /// <summary>The connection that the request was sent over; null before and after.</summary>
    public UpstreamConnection? Connection { get; private set; }

    /// <summary>Sends the head over a connection that is open, or over a new one. One that turns out to be closed has sent nothing.</summary>
    public async ValueTask SendAsync(bool fresh)
    {
        while (true)
        {
            Connection = (fresh ? null : _target.Rent()) ?? await ConnectAsync().ConfigureAwait(false);
            _client.Watch.Attach(Connection.Transport);
            try
            {
                await Connection.Transport.WriteAsync(_client.Outgoing.Bytes, 0, _client.Outgoing.Length).ConfigureAwait(false);
                _client.Touch();
                return;
            }
            catch (Exception e) when (Connection.IsReused && e is IOException or SocketException)
            {
                Release(reuse: false);
            }
        }
    }

    private async Task<UpstreamConnection> ConnectAsync()
    {
        try
        {
            _client.Watch.Phase = ConnectionPhase.Connecting;
            return await _target.ConnectAsync(_group.Settings.Protocol).ConfigureAwait(false);
        }
        catch (TargetFailure)
        {
            _group.Counters.CountConnectionError();
            throw;
        }
        finally
        {
            _client.Touch();
            _client.Watch.Phase = ConnectionPhase.Exchange;
        }
    }

    /// <summary>Reads the next head of the answer.</summary>
    /// <param name="mayRepeat">Whether nothing has come of the answer yet, so that a request that can be repeated may be.</param>
    public async ValueTask ReadHeadAsync(bool mayRepeat)
    {
        var scanner = new HeadScanner(HeadLimits.Response);
        while (true)
        {
            var buffer = Connection!.Buffer;
            var length = scanner.Scan(buffer);
            if (length > 0)
            {
                Connection.Head.Parse(buffer.Bytes, buffer.Start, buffer.Start + length);
                buffer.Start += length;
                return;
            }

            if (await ReceiveAsync(buffer).ConfigureAwait(false))
            {
                continue;
            }

            // The target closed the connection when the request was on its way. A request that changes nothing can be sent again.
            if (buffer.Available > 0 || !Connection.IsReused || !_client.Head.IsIdempotent || !mayRepeat || _client.Watch.IsTimedOut)
            {
                throw new TargetFailure(502, "The target closed the connection without an answer.");
            }

            Release(reuse: false);
            await SendAsync(fresh: true).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> ReceiveAsync(ReceiveBuffer buffer)
    {
        try
        {
            var count = await Connection!.ReadAsync().ConfigureAwait(false);
            buffer.Received(count);
            _client.Touch();
            return count > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The target has done its part, whatever the client still does.</summary>
    public void Leave()
    {
        if (!_hasLeft)
        {
            _hasLeft = true;
            _target.Exit();
        }
    }

    /// <summary>Gives the connection back, or closes it.</summary>
    public void Release(bool reuse)
    {
        if (Connection is not { } connection)
        {
            return;
        }

        _client.Watch.Attach(null);
        Connection = null;
        if (reuse)
        {
            _target.Return(connection);
        }
        else
        {
            connection.Dispose();
        }
    }
}
