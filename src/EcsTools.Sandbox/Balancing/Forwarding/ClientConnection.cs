using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Http1;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>A connection of a client: requests one after another, each answered by what its listener serves when the head has arrived.</summary>
internal sealed class ClientConnection : IDisposable
{
    private const long DrainLimit = 1 << 20;
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(2);

    private readonly ServingSlot _slot;
    private readonly long _opened = MonotonicTime.Milliseconds;
    private readonly LiveFacts _facts;
    private readonly ConnectionWatch _watch;
    private volatile bool _isStopping;

    public ClientConnection(Transport transport, IPEndPoint peer, ServingSlot slot)
    {
        Transport = transport;
        Address = new ClientAddress(peer);
        _slot = slot;
        _facts = new LiveFacts(Head, Address.Address);
        _watch = new ConnectionWatch(transport, CountOwn);
    }

    public Transport Transport { get; }

    public ClientAddress Address { get; }

    public ReceiveBuffer Buffer { get; } = new();

    public RequestHead Head { get; } = new();

    /// <summary>The head that is sent to a target.</summary>
    public ByteBuilder Outgoing { get; } = new();

    /// <summary>The head of the answer to the client.</summary>
    public ByteBuilder Answer { get; } = new();

    public ConnectionWatch Watch => _watch;

    /// <summary>Whether nothing limits the connection to the present request.</summary>
    public bool MayGoOn => !_isStopping && MonotonicTime.Milliseconds - _opened < _slot.Current.Settings.ClientKeepAlive.TotalMilliseconds;

    public void Touch() => _watch.Touch();

    /// <summary>Counts an answer of the balancer.</summary>
    public void CountOwn(int status) => _slot.Current.BalancerResponses.Count(status);

    /// <summary>Serves requests until one side ends the connection.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await ServeAsync().ConfigureAwait(false))
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client is gone. There is nobody to answer.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Ends the connection if nothing has happened on it for too long.</summary>
    public void Look(long now) => _watch.Look(now, (long)_slot.Current.Settings.IdleTimeout.TotalMilliseconds);

    /// <summary>Ends the connection after the present request; at once if there is none.</summary>
    public void Stop()
    {
        _isStopping = true;
        _watch.EndIdle();
    }

    public void Dispose()
    {
        _watch.Phase = ConnectionPhase.Closed;
        Transport.Dispose();
    }

    public async ValueTask WriteAnswerAsync()
    {
        await Transport.WriteAsync(Answer.Bytes, 0, Answer.Length).ConfigureAwait(false);
        Touch();
    }

    /// <summary>
    /// Answers without a target. The body of the request is read away if it is short, so that the connection can go on; if it cannot, the client is told.
    /// </summary>
    /// <returns>Whether the connection goes on.</returns>
    public async Task<bool> RespondAsync(int status, byte[] body, string? contentType, string headers = "", bool close = false, MessageBody? unread = null)
    {
        unread ??= Head.HasBody && !close ? new MessageBody(Buffer, Transport, Head.Fields.ContentLength, Head.Fields.IsChunked) : null;
        close |= !Head.KeepsAlive || !MayGoOn || Head.ExpectsContinue || Head.Fields.ContentLength > DrainLimit;
        await WriteOwnAsync(status, body, contentType, headers, close).ConfigureAwait(false);
        if (!close && (unread is null || await DrainAsync(unread).ConfigureAwait(false)))
        {
            return true;
        }

        await LingerAsync(null).ConfigureAwait(false);
        return false;
    }

    /// <summary>Writes an answer of the balancer, or of a target that is only simulated.</summary>
    public ValueTask WriteOwnAsync(int status, byte[] body, string? contentType, string headers, bool close)
    {
        CountOwn(status);
        Answer.Clear().Append("HTTP/1.1 "u8).Append(status).Append(" "u8).Append(StandardPage.Reason(status)).AppendLineEnd();
        Answer.Header("Server"u8, "awselb/2.0").Header("Date"u8, HttpDate.Of(DateTimeOffset.UtcNow));
        if (contentType is not null)
        {
            Answer.Header("Content-Type"u8, contentType);
        }

        Answer.Append(headers);
        if (status != 204)
        {
            Answer.Append("Content-Length: "u8).Append(body.Length).AppendLineEnd();
        }

        Answer.Append(close ? "Connection: close\r\n\r\n"u8 : "Connection: keep-alive\r\n\r\n"u8);
        if (Head.Method != "HEAD" && status != 204)
        {
            Answer.Append(body);
        }

        return WriteAnswerAsync();
    }

    /// <summary>Answers with a page of the balancer.</summary>
    public Task<bool> RespondAsync(int status, bool close = false) => RespondAsync(status, StandardPage.Of(status), "text/html", close: close);

    /// <summary>
    /// Ends the sending side and reads on a little: closing at once while the client still sends would reset the connection, and the client would lose the
    /// answer.
    /// </summary>
    /// <param name="reading">Who reads already, or null.</param>
    public async Task LingerAsync(Task? reading)
    {
        await Transport.EndSendingAsync().ConfigureAwait(false);
        var until = Task.Delay(LingerTime);
        if (reading is not null)
        {
            await Task.WhenAny(reading, until).ConfigureAwait(false);
            return;
        }

        var scratch = new byte[16 * 1024];
        while (true)
        {
            var read = Transport.ReadAsync(scratch, 0, scratch.Length).AsTask();
            if (await Task.WhenAny(read, until).ConfigureAwait(false) != read || await read.ConfigureAwait(false) == 0)
            {
                return;
            }
        }
    }

    private async ValueTask<bool> ServeAsync()
    {
        Serving serving;
        Head.Clear();
        try
        {
            var length = await ReadHeadAsync().ConfigureAwait(false);
            if (length == 0)
            {
                return false;
            }

            serving = _slot.Current;
            Head.Parse(Buffer.Bytes, Buffer.Start, Buffer.Start + length);
            Buffer.Start += length;
        }
        catch (HttpRefusal e)
        {
            _watch.Phase = ConnectionPhase.Closed;
            await RespondAsync(e.Status, close: true).ConfigureAwait(false);
            return false;
        }

        _watch.BeginExchange();
        if (serving.Find(_facts) is not { } rule)
        {
            return await RespondAsync(503).ConfigureAwait(false);
        }

        return await RuleExecution.RunAsync(this, serving, rule, _facts).ConfigureAwait(false) && !_isStopping;
    }

    private async ValueTask<int> ReadHeadAsync()
    {
        var scanner = new HeadScanner(HeadLimits.Request);
        while (true)
        {
            if (Buffer.Available > 0)
            {
                _watch.Phase = ConnectionPhase.Head;
                RequireText(Buffer.Bytes[Buffer.Start]);
                var length = scanner.Scan(Buffer);
                if (length > 0)
                {
                    return length;
                }
            }
            else
            {
                _watch.Phase = ConnectionPhase.Idle;
                if (_isStopping)
                {
                    return 0;
                }
            }

            var count = await Buffer.ReadAsync(Transport).ConfigureAwait(false);
            Buffer.Received(count);
            Touch();
            if (count == 0)
            {
                return 0;
            }
        }
    }

    /// <summary>A client that begins with TLS, or with anything else that is no method, would never send the end of a line.</summary>
    private static void RequireText(byte first)
    {
        if (first != '\r' && !HttpBytes.IsToken([first]))
        {
            throw new HttpRefusal("The request does not begin with a method.");
        }
    }

    private async Task<bool> DrainAsync(MessageBody body)
    {
        try
        {
            long drained = 0;
            while (!body.IsComplete && drained < DrainLimit)
            {
                drained += (await body.NextAsync(false).ConfigureAwait(false)).Count;
                Touch();
            }

            return body.IsComplete;
        }
        catch (HttpRefusal)
        {
            return false;
        }
    }
}
