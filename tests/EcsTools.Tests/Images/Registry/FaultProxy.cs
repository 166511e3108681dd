using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Tests.Packages;

namespace EcsTools.Tests.Images.Registry;

/// <summary>What can befall a request on its way to a registry, or the answer on its way back.</summary>
internal enum Fault
{
    None,
    ResetAtStart,
    ResetInBody,
    EndEarly,
    TooManyRequests,
    InternalError,
    BadGateway,
    Unavailable,
    AnswerBeforeBody,
    TokenExpired,
    RequestStalls,
    AnswerStalls,
    AnswerTruncated,
    AnswerLost,
    WrongDigest,
    BodyCorrupted,
}

/// <summary>
/// Stands between a client and a registry, and strikes requests with faults that a seed draws. It speaks just enough HTTP/1.1 to know where a
/// request and an answer end, and wants the token that it gave out last.
/// </summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _backend;
    private readonly string? _authorization;
    private readonly Random _random;
    private readonly double _rate;
    private readonly Fault[] _kinds;
    private int _token;

    /// <param name="backend">Host and port of the registry.</param>
    /// <param name="seed">Draws the faults.</param>
    /// <param name="rate">Share of requests that are struck.</param>
    /// <param name="authorization">What the registry itself wants as Authorization, or null.</param>
    /// <param name="kinds">Faults drawn from; all without it.</param>
    public FaultProxy(string backend, int seed, double rate, string? authorization = null, params Fault[] kinds)
    {
        _backend = backend;
        _authorization = authorization;
        _random = new Random(seed);
        _rate = rate;

        // Of stalls, which take their time, a few are enough.
        _kinds = kinds.Length > 0 ? kinds : Enum.GetValues<Fault>()
            .SelectMany(kind => Enumerable.Repeat(kind, kind switch { Fault.None => 0, Fault.RequestStalls or Fault.AnswerStalls => 1, _ => 4 })).ToArray();
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Host and port, as image names carry it.</summary>
    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>No more faults.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Faults so far, by kind.</summary>
    public Dictionary<Fault, int> Struck { get; } = new();

    /// <summary>The token that passes now. One that expired is not taken again.</summary>
    public string Token => Convert.ToBase64String(Encoding.ASCII.GetBytes("user:" + Volatile.Read(ref _token)));

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var backend = new TcpClient();
        using (client)
        {
            try
            {
                client.NoDelay = backend.NoDelay = true;
                await backend.ConnectAsync(IPEndPoint.Parse(_backend), cancellationToken);
                var from = new HttpReader(client.GetStream());
                var to = new HttpReader(backend.GetStream());
                while (await from.ReadHeadAsync(cancellationToken) is { } head && await PassAsync(head, from, to, client, cancellationToken))
                {
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side went away: the other is closed with it.
            }
        }
    }

    /// <returns>Whether the connection lives on.</returns>
    private async Task<bool> PassAsync(HttpHead head, HttpReader from, HttpReader to, TcpClient client, CancellationToken cancellationToken)
    {
        if (!head.Is("Authorization", "Basic " + Token))
        {
            return await AnswerAsync(head, from, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"test\"\r\n", cancellationToken);
        }

        if (_authorization is not null)
        {
            head.Set("Authorization", _authorization);
        }

        var fault = Draw(head);
        switch (fault)
        {
            case Fault.ResetAtStart:
                return Reset(client);
            case Fault.EndEarly:
                return false;
            case Fault.AnswerBeforeBody:
                await from.WriteAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", cancellationToken);
                return false;
            case Fault.TooManyRequests:
                return await AnswerAsync(head, from, "429 Too Many Requests", "Retry-After: 1\r\n", cancellationToken);
            case Fault.InternalError:
                return await AnswerAsync(head, from, "500 Internal Server Error", "", cancellationToken);
            case Fault.BadGateway:
                return await AnswerAsync(head, from, "502 Bad Gateway", "", cancellationToken);
            case Fault.Unavailable:
                return await AnswerAsync(head, from, "503 Service Unavailable", "Retry-After: 0\r\n", cancellationToken);
            case Fault.TokenExpired:
                Interlocked.Increment(ref _token);
                return await AnswerAsync(head, from, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"test\"\r\n", cancellationToken);
            case Fault.RequestStalls:
                await Task.Delay(TimeSpan.FromSeconds(20), cancellationToken);
                return false;
            default:
                return await ForwardAsync(fault, head, from, to, client, cancellationToken);
        }
    }

    private async Task<bool> ForwardAsync(Fault fault, HttpHead head, HttpReader from, HttpReader to, TcpClient client, CancellationToken cancellationToken)
    {
        await to.WriteAsync(head.ToString(), cancellationToken);
        long limit = fault == Fault.ResetInBody ? Next(200_000) : long.MaxValue;
        if (!await from.CopyBodyAsync(head, to, limit, corrupt: fault == Fault.BodyCorrupted, isAnswer: false, cancellationToken))
        {
            return Reset(client);
        }

        var answer = await to.ReadHeadAsync(cancellationToken) ?? throw new IOException("The registry went away.");
        if (fault == Fault.AnswerLost)
        {
            return Reset(client);
        }

        if (fault == Fault.WrongDigest && answer.Has("Docker-Content-Digest"))
        {
            answer.Set("Docker-Content-Digest", "sha256:" + new string('0', 64));
        }

        answer.HasNoBody = head.Line.StartsWith("HEAD ", StringComparison.Ordinal);
        if (fault is Fault.AnswerStalls or Fault.AnswerTruncated)
        {
            var text = answer.ToString();
            await from.WriteAsync(answer.BodyLength > 1 ? text : text[..Next(text.Length - 1)], cancellationToken);
            await to.CopyBodyAsync(answer, from, answer.BodyLength / 2, corrupt: false, isAnswer: true, cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(fault == Fault.AnswerStalls ? 20 : 0), cancellationToken);
            return false;
        }

        await from.WriteAsync(answer.ToString(), cancellationToken);
        return await to.CopyBodyAsync(answer, from, long.MaxValue, corrupt: false, isAnswer: true, cancellationToken);
    }

    private static async Task<bool> AnswerAsync(HttpHead head, HttpReader from, string status, string headers, CancellationToken cancellationToken)
    {
        await from.CopyBodyAsync(head, null, long.MaxValue, corrupt: false, isAnswer: false, cancellationToken);
        var body = head.Line.StartsWith("HEAD ", StringComparison.Ordinal) ? "" : "<html>" + status + "</html>";
        await from.WriteAsync($"HTTP/1.1 {status}\r\n{headers}Content-Type: text/html\r\nContent-Length: {body.Length}\r\n\r\n{body}", cancellationToken);
        return true;
    }

    private static bool Reset(TcpClient client)
    {
        client.Client.LingerState = new LingerOption(true, 0);
        client.Close();
        return false;
    }

    private Fault Draw(HttpHead head)
    {
        lock (_random)
        {
            var fault = _random.NextDouble() < _rate && !IsQuiet ? _kinds[_random.Next(_kinds.Length)] : Fault.None;
            var hasBody = head.BodyLength > 0 || head.IsChunked;
            var isBlob = head.Line.Contains("/blobs/uploads/", StringComparison.Ordinal);
            fault = fault is Fault.ResetInBody or Fault.BodyCorrupted && !(hasBody && isBlob) ? Fault.ResetAtStart : fault;
            if (fault != Fault.None)
            {
                Struck[fault] = Struck.GetValueOrDefault(fault) + 1;
            }

            return fault;
        }
    }

    private int Next(int below)
    {
        lock (_random)
        {
            return _random.Next(Math.Max(1, below));
        }
    }
}

/// <summary>Start line and headers of a request or an answer.</summary>
internal sealed class HttpHead
{
    private readonly List<(string Name, string Value)> _headers;

    public HttpHead(string text)
    {
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Line = lines[0];
        _headers = lines.Skip(1).Select(line => line.Split(':', 2)).Select(pair => (pair[0], pair[1].Trim())).ToList();
    }

    public string Line { get; }

    /// <summary>The answer to a HEAD says a length and has no body.</summary>
    public bool HasNoBody { get; set; }

    public bool IsChunked => Is("Transfer-Encoding", "chunked");

    public long BodyLength => !HasNoBody && Value("Content-Length") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    public bool Has(string name) => Value(name) is not null;

    public bool Is(string name, string value) => string.Equals(Value(name), value, StringComparison.OrdinalIgnoreCase);

    public void Set(string name, string value)
    {
        _headers.RemoveAll(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase));
        _headers.Add((name, value));
    }

    public override string ToString() => Line + "\r\n" + string.Concat(_headers.Select(header => $"{header.Name}: {header.Value}\r\n")) + "\r\n";

    private string? Value(string name) => _headers.Find(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>Reads heads and bodies off a connection.</summary>
internal sealed class HttpReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[1 << 15];
    private int _start;
    private int _end;

    public ValueTask WriteAsync(string text, CancellationToken cancellationToken) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    /// <returns>Null at the end of the connection.</returns>
    public async Task<HttpHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                text.Append(line).Append("\r\n");
            }
            else if (text.Length > 0)
            {
                return new HttpHead(text.ToString());
            }
        }

        return null;
    }

    /// <summary>Copies a body, framing and all, or reads it away where there is nowhere to copy it.</summary>
    /// <returns>False where the limit was reached first.</returns>
    public async Task<bool> CopyBodyAsync(HttpHead head, HttpReader? to, long limit, bool corrupt, bool isAnswer, CancellationToken cancellationToken)
    {
        if (!head.IsChunked || (isAnswer && head.HasNoBody))
        {
            return await CopyAsync(head.BodyLength, to, limit, corrupt, cancellationToken);
        }

        while (true)
        {
            var line = await ReadLineAsync(cancellationToken) ?? throw new IOException("The body ended early.");
            var size = long.Parse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await WriteToAsync(to, Encoding.Latin1.GetBytes(line + "\r\n"), cancellationToken);
            if (!await CopyAsync(size, to, limit, corrupt, cancellationToken))
            {
                return false;
            }

            (limit, corrupt) = (limit - size, false);
            await ReadLineAsync(cancellationToken);
            await WriteToAsync(to, "\r\n"u8.ToArray(), cancellationToken);
            if (size == 0)
            {
                return true;
            }
        }
    }

    private static ValueTask WriteToAsync(HttpReader? to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => to?.WriteAsync(bytes, cancellationToken) ?? default;

    private async Task<bool> CopyAsync(long count, HttpReader? to, long limit, bool corrupt, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw new IOException("The body ended early.");
            }

            var piece = (int)Math.Min(Math.Min(count, _end - _start), Math.Max(0, limit));
            if (piece == 0)
            {
                return false;
            }

            if (corrupt)
            {
                _buffer[_start] ^= 0x55;
                corrupt = false;
            }

            await WriteToAsync(to, _buffer.AsMemory(_start, piece), cancellationToken);
            (_start, count, limit) = (_start + piece, count - piece, limit - piece);
        }

        return true;
    }

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => stream.WriteAsync(bytes, cancellationToken);

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return null;
            }

            var letter = (char)_buffer[_start++];
            if (letter == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(letter);
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
