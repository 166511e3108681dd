using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace EcsTools.Sandbox.Http;

/// <summary>Request line and headers of one HTTP/1.x request.</summary>
internal sealed class HttpRequestHead
{
    private HttpRequestHead(string method, string target, bool isHttp10, Dictionary<string, string> headers)
    {
        Method = method;
        IsHttp10 = isHttp10;
        Headers = headers;
        var query = target.IndexOf('?');
        RawPath = query < 0 ? target : target.Substring(0, query);
        RawQuery = query < 0 ? "" : target.Substring(query + 1);
    }

    public string Method { get; }

    public string RawPath { get; }

    public string RawQuery { get; }

    public bool IsHttp10 { get; }

    public Dictionary<string, string> Headers { get; }

    public bool IsChunked => Has("Transfer-Encoding", "chunked");

    public bool ExpectsContinue => Has("Expect", "100-continue");

    public bool KeepAlive => IsHttp10 ? Has("Connection", "keep-alive") : !Has("Connection", "close");

    public long? ContentLength { get; private set; }

    /// <summary>Parses the head, which ends before the empty line.</summary>
    /// <exception cref="InvalidDataException">It is not HTTP/1.x.</exception>
    public static HttpRequestHead Parse(byte[] bytes, int offset, int count)
    {
        var lines = Encoding.UTF8.GetString(bytes, offset, count).Split(new[] { "\r\n" }, StringSplitOptions.None);
        var words = lines[0].Split(' ');
        if (words.Length != 3 || !words[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            throw new InvalidDataException("The request line is not HTTP/1.x.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 1; i < lines.Length; i++)
        {
            var colon = lines[i].IndexOf(':');
            if (colon <= 0)
            {
                throw new InvalidDataException("A header line has no name.");
            }

            var name = lines[i].Substring(0, colon);
            var value = lines[i].Substring(colon + 1).Trim();
            headers[name] = headers.TryGetValue(name, out var earlier) ? earlier + "," + value : value;
        }

        var head = new HttpRequestHead(words[0], PathOf(words[1]), words[2] == "HTTP/1.0", headers);
        head.ContentLength = head.LengthOfBody();
        return head;
    }

    // A client that takes this server for a proxy sends the whole URL.
    private static string PathOf(string target)
        => Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? uri.PathAndQuery
            : target;

    private long? LengthOfBody()
    {
        if (IsChunked)
        {
            return null;
        }

        if (!Headers.TryGetValue("Content-Length", out var text))
        {
            return 0;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new InvalidDataException("Content-Length is no number.");
    }

    private bool Has(string header, string word)
        => Headers.TryGetValue(header, out var value) && value.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
