using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace EcsTools.Sandbox.Http;

/// <summary>
/// Request line and headers of one HTTP/1.x request, by RFC 9112. Whatever two readers could understand in two ways is refused: a client or a proxy and this
/// server must never see different requests in the same bytes.
/// </summary>
internal sealed class HttpRequestHead
{
    private const string TokenMarks = "!#$%&'*+-.^_`|~";
    private const string HostMarks = "-._~!$&'()*+,;=:[]%";

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

    public bool ExpectsContinue => Has("Expect", "100-continue");

    public bool KeepAlive => IsHttp10 ? Has("Connection", "keep-alive") : !Has("Connection", "close");

    /// <summary>The length of the body; null if it is chunked.</summary>
    public long? ContentLength { get; private set; }

    /// <summary>Parses the head, which ends before the empty line.</summary>
    /// <exception cref="HttpRefusal">It is not HTTP/1.x.</exception>
    public static HttpRequestHead Parse(byte[] bytes, int offset, int count, int mostLines)
    {
        var lines = Lines(bytes, offset, count, mostLines);
        var words = lines[0].Split(' ');
        if (words.Length != 3 || !IsToken(words[0]))
        {
            throw new HttpRefusal("The request line is not a method, a target and a version.");
        }

        RequireVersion(words[2]);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 1; i < lines.Count; i++)
        {
            Add(headers, lines[i]);
        }

        var head = new HttpRequestHead(words[0], PathOf(words[1]), words[2] == "HTTP/1.0", headers);
        head.RequireHost();
        head.ContentLength = head.LengthOfBody();
        return head;
    }

    /// <summary>Reads a header line, also of a trailer.</summary>
    /// <exception cref="HttpRefusal">It is not one.</exception>
    public static (string Name, string Value) Field(string line)
    {
        var colon = line.IndexOf(':');
        var name = colon < 0 ? "" : line.Substring(0, colon);
        return IsToken(name)
            ? (name, line.Substring(colon + 1).Trim(' ', '\t'))
            : throw new HttpRefusal("A header line does not begin with a name and a colon.");
    }

    /// <summary>The lines as text. Only a name or a value may have bytes beyond ASCII; no line may have control characters.</summary>
    private static List<string> Lines(byte[] bytes, int offset, int count, int mostLines)
    {
        var (lines, start, end) = (new List<string>(), offset, offset + count);
        for (var i = offset; i <= end; i++)
        {
            if (i < end && bytes[i] != '\r')
            {
                if (bytes[i] is < 0x20 and not (byte)'\t' or 0x7f)
                {
                    throw new HttpRefusal("The head has a control character, or a line that does not end with CR LF.");
                }

                continue;
            }

            if (i < end && (i + 1 == end || bytes[i + 1] != '\n'))
            {
                throw new HttpRefusal("The head has a CR that does not end a line.");
            }

            lines.Add(Encoding.UTF8.GetString(bytes, start, i - start));
            if (lines.Count > mostLines + 1)
            {
                throw new HttpRefusal($"The request has more than {mostLines} header lines.", 431);
            }

            start = ++i + 1;
        }

        return lines;
    }

    private static void RequireVersion(string version)
    {
        if (version is "HTTP/1.1" or "HTTP/1.0")
        {
            return;
        }

        var isOther = version.Length == 8 && version.StartsWith("HTTP/", StringComparison.Ordinal)
            && IsDigit(version[5]) && version[6] == '.' && IsDigit(version[7]);
        throw isOther ? new HttpRefusal("This server speaks HTTP/1.1.", 505) : new HttpRefusal("The request line does not end with a version of HTTP.");
    }

    private static void Add(Dictionary<string, string> headers, string line)
    {
        var (name, value) = Field(line);
        if (!headers.TryGetValue(name, out var earlier))
        {
            headers.Add(name, value);
            return;
        }

        if (IsSingle(name))
        {
            throw new HttpRefusal($"The header {name} occurs twice.");
        }

        headers[name] = earlier + "," + value;
    }

    /// <summary>Headers of which a second one would change who reads what.</summary>
    private static bool IsSingle(string name)
        => name.Equals("Host", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);

    // A client that takes this server for a proxy sends the whole URL.
    private static string PathOf(string target)
    {
        foreach (var letter in target)
        {
            if (letter is <= ' ' or >= '\x7f' or '#')
            {
                throw new HttpRefusal("The target of the request has a character that must be percent-encoded.");
            }
        }

        if (target.Length > 0 && (target[0] == '/' || target == "*"))
        {
            return target;
        }

        return Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.PathAndQuery
            : throw new HttpRefusal("The target of the request is neither a path nor an http address.");
    }

    private void RequireHost()
    {
        if (!Headers.TryGetValue("Host", out var host))
        {
            if (!IsHttp10)
            {
                throw new HttpRefusal("The request has no Host header.");
            }

            return;
        }

        foreach (var letter in host)
        {
            if (!IsLetterOrDigit(letter) && HostMarks.IndexOf(letter) < 0)
            {
                throw new HttpRefusal("The Host header is not a host.");
            }
        }
    }

    private long? LengthOfBody()
    {
        var hasLength = Headers.TryGetValue("Content-Length", out var text);
        if (Headers.TryGetValue("Transfer-Encoding", out var coding))
        {
            if (hasLength || IsHttp10 || !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
            {
                throw new HttpRefusal("The only Transfer-Encoding is chunked, without a Content-Length.");
            }

            return null;
        }

        if (!hasLength)
        {
            return 0;
        }

        return text!.Length is > 0 and < 19 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new HttpRefusal("The Content-Length is not a number.");
    }

    private static bool IsToken(string text)
    {
        foreach (var letter in text)
        {
            if (!IsLetterOrDigit(letter) && TokenMarks.IndexOf(letter) < 0)
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private static bool IsLetterOrDigit(char letter) => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') || IsDigit(letter);

    private static bool IsDigit(char letter) => letter is >= '0' and <= '9';

    private bool Has(string header, string word)
        => Headers.TryGetValue(header, out var value) && value.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
