using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Http;

/// <summary>One HTTP request and its answer. The body streams in both directions; nothing is held in memory unless the caller wants it.</summary>
internal sealed class SandboxHttpContext
{
    private readonly HttpConnection _connection;
    private Dictionary<string, string>? _query;

    internal SandboxHttpContext(HttpConnection connection, HttpRequestHead head, Stream body, CancellationToken cancellationToken)
    {
        _connection = connection;
        Head = head;
        Body = body;
        CancellationToken = cancellationToken;
    }

    /// <summary>Upper case, such as <c>PATCH</c>.</summary>
    public string Method => Head.Method;

    /// <summary>The path as sent, still percent-encoded, without the query.</summary>
    public string RawPath => Head.RawPath;

    /// <summary>The query as sent, without its question mark; empty when there is none.</summary>
    public string RawQuery => Head.RawQuery;

    /// <summary>The path, percent-decoded.</summary>
    public string Path => Uri.UnescapeDataString(Head.RawPath);

    /// <summary>Query parameters, decoded. If one is repeated, the first.</summary>
    public IReadOnlyDictionary<string, string> Query => _query ??= ParseQuery();

    /// <summary>Request headers by name, in any case; repeated ones joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers => Head.Headers;

    /// <summary>What the client calls this server: its Host header.</summary>
    public string Host => Header("Host") ?? "127.0.0.1";

    /// <summary>The length of the body in bytes; null if it is chunked; 0 if there is none.</summary>
    public long? ContentLength => Head.ContentLength;

    /// <summary>The body as it arrives. One cut short by the client ends in an <see cref="IOException"/>, never in a quiet end.</summary>
    public Stream Body { get; }

    /// <summary>Cancelled when the sandbox stops.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Headers of the answer, set before it begins.</summary>
    public IDictionary<string, string> ResponseHeaders { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public bool HasResponded { get; private set; }

    /// <summary>What must be done before anything is answered: an answer says that what was asked for is kept.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    /// <summary>The answer if that cannot be done. Each protocol has its own form of an error.</summary>
    public Func<IOException, (int Status, byte[] Body, string ContentType)> AnswerToFailure { get; set; }
        = failure => (StorageFailure.IsDiskFull(failure) ? StorageFailure.Status : 500, Encoding.UTF8.GetBytes(failure.Message), "text/plain");

    internal HttpRequestHead Head { get; }

    /// <summary>Whether the answer was written to its end.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>Whether the connection must end after this answer.</summary>
    internal bool MustClose { get; private set; }

    /// <summary>A request header, or null.</summary>
    public string? Header(string name) => Head.Headers.TryGetValue(name, out var value) ? value : null;

    /// <summary>Reads the whole of a small body.</summary>
    /// <param name="limit">The most bytes. A body that says that it has more is not read at all.</param>
    /// <exception cref="HttpRefusal">It has more bytes.</exception>
    public async Task<byte[]> ReadBodyAsync(long limit)
    {
        if (ContentLength > limit)
        {
            throw TooLong(limit);
        }

        using var memory = new MemoryStream((int)(ContentLength ?? 0));
        var buffer = new byte[16384];
        int read;
        while ((read = await Body.ReadAsync(buffer, 0, buffer.Length, CancellationToken).ConfigureAwait(false)) > 0)
        {
            if (memory.Length + read > limit)
            {
                throw TooLong(limit);
            }

            memory.Write(buffer, 0, read);
        }

        return memory.Length == memory.Capacity ? memory.GetBuffer() : memory.ToArray();
    }

    /// <summary>Answers with the status and a body held in memory. To HEAD it gives the body's length and leaves out the body.</summary>
    public async Task RespondAsync(int status, byte[]? body = null, string? contentType = null)
    {
        var content = body ?? Array.Empty<byte>();
        if (await FailureBeforeAnswerAsync().ConfigureAwait(false) is { } failure)
        {
            (status, content, contentType) = AnswerToFailure(failure);
        }

        if (contentType is not null)
        {
            ResponseHeaders["Content-Type"] = contentType;
        }

        var head = Begin(status, content.Length);
        if (Method == "HEAD" || content.Length == 0)
        {
            await _connection.WriteAsync(head, 0, head.Length).ConfigureAwait(false);
        }
        else
        {
            // One write, so that a small answer is one packet.
            var whole = new byte[head.Length + content.Length];
            Buffer.BlockCopy(head, 0, whole, 0, head.Length);
            Buffer.BlockCopy(content, 0, whole, head.Length, content.Length);
            await _connection.WriteAsync(whole, 0, whole.Length).ConfigureAwait(false);
        }

        IsComplete = true;
    }

    /// <summary>
    /// Begins an answer whose body the caller writes: <paramref name="length"/> bytes, or chunked when null. Dispose the stream to end it.
    /// For HEAD, the stream accepts the bytes but sends none.
    /// </summary>
    public async Task<Stream> OpenResponseAsync(int status, long? length, string? contentType = null)
    {
        if (contentType is not null)
        {
            ResponseHeaders["Content-Type"] = contentType;
        }

        await BeforeAnswer().ConfigureAwait(false);
        var head = Begin(status, length);
        await _connection.WriteAsync(head, 0, head.Length).ConfigureAwait(false);
        return new HttpResponseBody(_connection, length, Method == "HEAD", () => IsComplete = true);
    }

    /// <summary>Leaves HTTP for another protocol on this connection. Both directions are the caller's until it returns.</summary>
    public async Task<Stream> UpgradeAsync(string protocol)
    {
        if (HasResponded)
        {
            throw new InvalidOperationException("The request has been answered already.");
        }

        HasResponded = true;
        MustClose = true;
        IsComplete = true;
        _connection.IsUpgraded = true;
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\n\r\n");
        await _connection.WriteAsync(head, 0, head.Length).ConfigureAwait(false);
        return new UpgradedStream(_connection);
    }

    /// <summary>Resets the connection: the client sees ECONNRESET, not an answer.</summary>
    public void Abort()
    {
        HasResponded = true;
        MustClose = true;
        _connection.Reset();
    }

    private async Task<IOException?> FailureBeforeAnswerAsync()
    {
        try
        {
            await BeforeAnswer().ConfigureAwait(false);
            return null;
        }
        catch (IOException problem)
        {
            return problem;
        }
    }

    private byte[] Begin(int status, long? length)
    {
        if (HasResponded)
        {
            throw new InvalidOperationException("The request has been answered already.");
        }

        HasResponded = true;
        // A client that does not know that the connection ends would send its next request on it.
        MustClose = !Head.KeepAlive || Body is HttpRequestBody { IsBroken: true } or HttpRequestBody { Unread: > HttpConnection.DrainLimit }
            || (length is null && Head.IsHttp10)
            || (Head.ExpectsContinue && !_connection.SentContinue);
        var text = new StringBuilder(256);
        text.Append("HTTP/1.1 ").Append(status).Append(' ').Append(HttpReason.Of(status)).Append("\r\n");
        foreach (var header in ResponseHeaders)
        {
            text.Append(header.Key).Append(": ").Append(OneLine(header.Value)).Append("\r\n");
        }

        if (length is not null && status != 204 && status != 304)
        {
            text.Append("Content-Length: ").Append(length.Value).Append("\r\n");
        }
        else if (length is null && !Head.IsHttp10)
        {
            text.Append("Transfer-Encoding: chunked\r\n");
        }

        text.Append("Date: ").Append(DateTime.UtcNow.ToString("R", System.Globalization.CultureInfo.InvariantCulture)).Append("\r\n");
        text.Append(MustClose ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static HttpRefusal TooLong(long limit) => new($"The request body has more than {limit} bytes.", 413);

    // A value that comes from a request must not be able to add another header.
    private static string OneLine(string value) => value.Replace("\r", "").Replace("\n", " ");

    private Dictionary<string, string> ParseQuery()
    {
        var parsed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in HttpForm.Parse(Head.RawQuery))
        {
            if (!parsed.ContainsKey(pair.Key))
            {
                parsed.Add(pair.Key, pair.Value);
            }
        }

        return parsed;
    }
}
