using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Http;

/// <summary>
/// One client connection: requests one after another, each read to its end before the next.
/// Written over the socket rather than HttpListener because that one needs a URL reservation on Windows, cannot reset a connection
/// and copies bodies more than once.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private const byte TlsHandshake = 0x16;
    /// <summary>How much of a body that nobody read is read away, so that the connection can go on.</summary>
    public const long DrainLimit = 1 << 20;

    // For a client that still sends: until it is silent for so long, and altogether. A busy machine sends four megabytes in seconds.
    private static readonly TimeSpan QuietLinger = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(30);
    private static readonly byte[] Continue = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly HttpLimits _limits;
    private readonly CancellationToken _stopping;
    private long _deadline;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    public HttpConnection(Socket socket, HttpLimits limits, CancellationToken stopping)
    {
        _limits = limits;
        _socket = socket;
        _socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _stopping = stopping;
        Expect(_limits.Idle);
        IsIdle = true;
    }

    /// <summary>Whether the client has nothing to wait for: no request has begun.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>When the client must have done what is expected of it, in ticks; <see cref="long.MaxValue"/> if nothing is expected.</summary>
    public long Deadline => Volatile.Read(ref _deadline);

    /// <summary>Whether the connection has left HTTP. Then it may be silent for as long as it likes.</summary>
    public bool IsUpgraded { get; set; }

    /// <summary>Whether the client, which waits for 100 Continue before it sends its body, has received it.</summary>
    public bool SentContinue { get; private set; }

    public async Task RunAsync(Func<SandboxHttpContext, Task> handler)
    {
        try
        {
            while (!_stopping.IsCancellationRequested && await ServeOneAsync(handler).ConfigureAwait(false))
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone, or the sandbox stops. There is nobody to answer.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose() => _stream.Dispose();

    public void Reset()
    {
        try
        {
            // Closing with a linger of zero sends RST; through the stream it would be shut down in order first, with FIN.
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }

        Dispose();
    }

    public async Task WriteAsync(byte[] bytes, int offset, int count)
    {
        if (!IsUpgraded)
        {
            Expect(_limits.Answer);
        }

        await _stream.WriteAsync(bytes, offset, count, _stopping).ConfigureAwait(false);
        ExpectNothing();
    }

    /// <summary>Expects the next bytes of the body.</summary>
    public void ExpectBody() => Expect(_limits.Body);

    /// <summary>Expects nothing of the client: the server is working.</summary>
    public void ExpectNothing() => Volatile.Write(ref _deadline, long.MaxValue);

    /// <summary>Bytes of the body as they come: what was read along with the head first. 0 means that the client closed.</summary>
    public async Task<int> ReadAsync(byte[] bytes, int offset, int count, CancellationToken cancellationToken)
    {
        if (_start < _end)
        {
            var ready = Math.Min(count, _end - _start);
            Buffer.BlockCopy(_buffer, _start, bytes, offset, ready);
            _start += ready;
            return ready;
        }

        return await _stream.ReadAsync(bytes, offset, count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends "100 Continue" if the client waits for it, before its body is read for the first time.</summary>
    public async Task GrantBodyAsync(HttpRequestHead head)
    {
        if (head.ExpectsContinue && !SentContinue)
        {
            SentContinue = true;
            await WriteAsync(Continue, 0, Continue.Length).ConfigureAwait(false);
        }
    }

    /// <summary>A line of chunk framing, without its end.</summary>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            for (var i = _start; i < _end; i++)
            {
                if (_buffer[i] == (byte)'\n')
                {
                    var hasReturn = i > _start && _buffer[i - 1] == (byte)'\r';
                    var line = Encoding.ASCII.GetString(_buffer, _start, Math.Max(0, i - _start - 1));
                    _start = i + 1;
                    return hasReturn && line.IndexOf('\r') < 0 ? line : throw new HttpRefusal("A line of the chunked body does not end with CR LF.");
                }
            }

            if (_end - _start > 4096)
            {
                throw new HttpRefusal("A line of the chunked body is too long.");
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new EndOfStreamException("The client ended its chunked body early.");
            }
        }
    }

    private async Task<bool> ServeOneAsync(Func<SandboxHttpContext, Task> handler)
    {
        SentContinue = false;
        HttpRequestHead? head;
        try
        {
            head = await ReadHeadAsync().ConfigureAwait(false);
        }
        catch (HttpRefusal e)
        {
            var answer = Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {e.Status} {HttpReason.Of(e.Status)}\r\nConnection: close\r\nContent-Type: text/plain\r\n"
                    + $"Content-Length: {e.Message.Length}\r\n\r\n{e.Message}");
            await WriteAsync(answer, 0, answer.Length).ConfigureAwait(false);
            await LingerAsync().ConfigureAwait(false);
            return false;
        }

        if (head is null)
        {
            return false;
        }

        ExpectNothing();
        var body = new HttpRequestBody(this, head);
        var context = new SandboxHttpContext(this, head, body, _stopping);
        await handler(context).ConfigureAwait(false);
        if (!context.IsComplete)
        {
            Reset();
            return false;
        }

        if (context.MustClose || body.IsBroken || !await body.DrainAsync(DrainLimit, _stopping).ConfigureAwait(false))
        {
            await LingerAsync().ConfigureAwait(false);
            return false;
        }

        Expect(_limits.Idle);
        IsIdle = true;
        return true;
    }

    private async Task<HttpRequestHead?> ReadHeadAsync()
    {
        var scanned = 0;
        while (true)
        {
            if (IsIdle && _start < _end)
            {
                IsIdle = false;
                Expect(_limits.Head);
            }

            // An empty line before a request is allowed and means nothing.
            while (_end - _start >= 2 && scanned == 0 && _buffer[_start] == '\r' && _buffer[_start + 1] == '\n')
            {
                _start += 2;
            }

            // A Docker engine tries TLS on a loopback registry first, and waits ten seconds for an answer before it goes on without.
            if (_start < _end && _buffer[_start] == TlsHandshake)
            {
                throw new HttpRefusal("This server speaks HTTP, not HTTPS.");
            }

            for (var i = _start + scanned; i + 3 < _end; i++)
            {
                if (_buffer[i] == '\r' && _buffer[i + 1] == '\n' && _buffer[i + 2] == '\r' && _buffer[i + 3] == '\n')
                {
                    var head = HttpRequestHead.Parse(_buffer, _start, i - _start, _limits.HeaderLines);
                    _start = i + 4;
                    return head;
                }
            }

            scanned = Math.Max(0, _end - _start - 3);
            if (_end - _start >= _limits.HeadBytes)
            {
                throw new HttpRefusal($"The request head has more than {_limits.HeadBytes} bytes.", 431);
            }

            if (!await FillAsync(_stopping).ConfigureAwait(false))
            {
                return null;
            }
        }
    }

    private void Expect(TimeSpan within) => Volatile.Write(ref _deadline, DateTime.UtcNow.Ticks + within.Ticks);

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            var target = _end - _start > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
            Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
            _end -= _start;
            _start = 0;
            _buffer = target;
        }

        var read = await _stream.ReadAsync(_buffer, _end, _buffer.Length - _end, cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>
    /// Ends the sending side and reads on a little: closing at once while the client still sends would reset the connection,
    /// and the client would lose the answer just written.
    /// </summary>
    private async Task LingerAsync()
    {
        _socket.Shutdown(SocketShutdown.Send);
        var scratch = new byte[64 * 1024];
        var until = DateTime.UtcNow + LongestLinger;
        while (DateTime.UtcNow < until)
        {
            var read = _stream.ReadAsync(scratch, 0, scratch.Length, _stopping);
            var wait = Task.Delay(QuietLinger, _stopping);
            if (await Task.WhenAny(read, wait).ConfigureAwait(false) != read || await read.ConfigureAwait(false) == 0)
            {
                return;
            }
        }
    }
}
