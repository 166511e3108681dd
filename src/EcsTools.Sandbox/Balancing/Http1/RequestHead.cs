using System;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>
/// The head of a request, by RFC 9112: whatever two readers could understand in two ways is refused. Unlike <see cref="HttpRequestHead"/>, it keeps every line
/// as it was sent, because it is sent on. Used again for each request of a connection.
/// </summary>
internal sealed class RequestHead
{
    private static readonly string[] UsualMethods = ["GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"];

    private int _target;
    private int _pathLength;
    private int _targetLength;
    private string? _path;
    private string? _query;
    private string? _host;

    public HeadFields Fields { get; } = new();

    public string Method { get; private set; } = "";

    public bool IsHttp10 { get; private set; }

    /// <summary>Path and query as they were sent.</summary>
    public ReadOnlySpan<byte> Target => Fields.Bytes.AsSpan(_target, _targetLength);

    public string Path => _path ??= HttpBytes.Text(Fields.Bytes.AsSpan(_target, _pathLength));

    /// <summary>The query without its question mark.</summary>
    public string Query => _query ??= _pathLength == _targetLength
        ? ""
        : HttpBytes.Text(Fields.Bytes.AsSpan(_target + _pathLength + 1, _targetLength - _pathLength - 1));

    /// <summary>The Host header, with a port if it has one; empty only in HTTP/1.0.</summary>
    public string Host => _host ??= Fields.Text(HeaderName.Host) ?? "";

    public bool HasBody => Fields.IsChunked || Fields.ContentLength > 0;

    public bool KeepsAlive => IsHttp10 ? Fields.SaysKeepAlive && !Fields.SaysClose : !Fields.SaysClose;

    public bool ExpectsContinue { get; private set; }

    /// <summary>Whether the client asks to leave HTTP. Not for HTTP/2: what follows that upgrade would pass without being read.</summary>
    public bool WantsUpgrade { get; private set; }

    /// <summary>Whether the request can be sent again without harm if its connection ends without an answer.</summary>
    public bool IsIdempotent => !HasBody && Method is "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE";

    /// <summary>Forgets the request before.</summary>
    public void Clear()
    {
        Method = "";
        ExpectsContinue = WantsUpgrade = false;
        Fields.Clear();
    }

    /// <summary>Reads the head that ends, with its empty line, before <paramref name="end"/>.</summary>
    /// <exception cref="HttpRefusal">It is not a request, or one that is not served.</exception>
    public void Parse(byte[] bytes, int start, int end)
    {
        (_path, _query, _host) = (null, null, null);
        var length = bytes.AsSpan(start, end - start).IndexOf((byte)'\r');
        if (bytes[start + length + 1] != '\n')
        {
            throw new HttpRefusal("The head has a CR that does not end a line.");
        }

        var target = ParseLine(bytes, start, length);
        Fields.Parse(bytes, start + length + 2, end);
        if (Method is "TRACE" or "CONNECT")
        {
            throw new HttpRefusal($"The method {Method} is not served.", 405);
        }

        RequireHost();
        SetTarget(target.Start, target.Length);
        RequireFraming();
        WantsUpgrade = Fields.SaysUpgrade && !IsHttp10 && !HasBody && Fields.Text(HeaderName.Upgrade) is { Length: > 0 } protocol
            && protocol.IndexOf("h2c", StringComparison.OrdinalIgnoreCase) < 0;
        ExpectsContinue = HasBody && !IsHttp10 && string.Equals(Fields.Text(HeaderName.Expect), "100-continue", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Method, target and version, with one space between.</summary>
    private (int Start, int Length) ParseLine(byte[] bytes, int start, int length)
    {
        var line = bytes.AsSpan(start, length);
        var first = line.IndexOf((byte)' ');
        var second = first < 0 ? -1 : line.Slice(first + 1).IndexOf((byte)' ');
        if (second <= 0 || !HttpBytes.IsToken(line.Slice(0, first)))
        {
            throw new HttpRefusal("The request line is not a method, a target and a version.");
        }

        var target = line.Slice(first + 1, second);
        if (!HttpBytes.IsTarget(target))
        {
            throw new HttpRefusal("The target of the request has a character that must be percent-encoded.");
        }

        var version = line.Slice(first + second + 2);
        IsHttp10 = version.SequenceEqual("HTTP/1.0"u8);
        if (!IsHttp10 && !version.SequenceEqual("HTTP/1.1"u8))
        {
            throw new HttpRefusal("The request line does not end with a version of HTTP that is served here.");
        }

        Method = MethodOf(line.Slice(0, first));
        return (start + first + 1, second);
    }

    private static string MethodOf(ReadOnlySpan<byte> bytes)
    {
        foreach (var method in UsualMethods)
        {
            if (Is(bytes, method))
            {
                return method;
            }
        }

        return HttpBytes.Text(bytes);
    }

    private static bool Is(ReadOnlySpan<byte> bytes, string text)
    {
        for (var i = 0; i < text.Length && i < bytes.Length; i++)
        {
            if (bytes[i] != text[i])
            {
                return false;
            }
        }

        return bytes.Length == text.Length;
    }

    private void RequireHost()
    {
        var count = 0;
        foreach (var field in Fields.All)
        {
            if (field.Name == HeaderName.Host)
            {
                count++;
                if (!HttpBytes.IsHost(Fields.Value(field)) || HasBadPort(Fields.Value(field)))
                {
                    throw new HttpRefusal("The Host header is not a host.");
                }
            }
        }

        if (count > 1 || (count == 0 && !IsHttp10))
        {
            throw new HttpRefusal(count == 0 ? "The request has no Host header." : "The header Host occurs twice.");
        }
    }

    private static bool HasBadPort(ReadOnlySpan<byte> host)
    {
        var name = host[0] == '[' ? host.IndexOf((byte)']') + 1 : Math.Max(host.IndexOf((byte)':'), 0);
        if (host[0] == '[' ? name == 0 : name == 0 && host[0] == ':')
        {
            return true;
        }

        var rest = name == 0 ? default : host.Slice(name);
        return rest.Length > 0 && (rest[0] != ':' || (rest.Length > 1 && HttpBytes.Number(rest.Slice(1)) is < 0 or > 65535));
    }

    /// <summary>A client that takes the balancer for a proxy sends the whole URL. Its host must be that of the Host header.</summary>
    private void SetTarget(int start, int length)
    {
        var target = Fields.Bytes.AsSpan(start, length);
        if (target[0] != '/' && !target.SequenceEqual("*"u8))
        {
            var scheme = target.IndexOf("://"u8);
            if (scheme < 0 || (!HeaderNames.Is(target.Slice(0, scheme), "http"u8) && !HeaderNames.Is(target.Slice(0, scheme), "https"u8)))
            {
                throw new HttpRefusal("The target of the request is neither a path nor an http address.");
            }

            var path = target.Slice(scheme + 3).IndexOf((byte)'/');
            var authority = path < 0 ? target.Slice(scheme + 3) : target.Slice(scheme + 3, path);
            if (path < 0 || !string.Equals(HttpBytes.Text(authority), Host, StringComparison.OrdinalIgnoreCase))
            {
                throw new HttpRefusal("The target of the request and its Host header name two hosts.");
            }

            (start, length) = (start + scheme + 3 + path, length - scheme - 3 - path);
        }

        (_target, _targetLength) = (start, length);
        var query = Fields.Bytes.AsSpan(start, length).IndexOf((byte)'?');
        _pathLength = query < 0 ? length : query;
    }

    private void RequireFraming()
    {
        if (!Fields.HasTransferEncoding)
        {
            return;
        }

        if (Fields.ContentLength >= 0 || IsHttp10)
        {
            throw new HttpRefusal("The request has a Transfer-Encoding with a Content-Length or in HTTP/1.0.");
        }

        if (!Fields.IsChunked)
        {
            throw new HttpRefusal("The only Transfer-Encoding is chunked.", 501);
        }
    }
}
