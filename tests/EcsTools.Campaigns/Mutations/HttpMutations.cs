using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace EcsTools.Campaigns.Mutations;

/// <summary>Changes of HTTP requests: of the bytes, and of what RFC 9112 says about lines, headers and framing.</summary>
internal static class HttpMutations
{
    private static readonly string[] Lines =
    [
        "Content-Length: 5", "Content-Length: -1", "Content-Length : 3", "Content-Length: 99999999999999999999", "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked", "Transfer-Encoding:\tchunked", "Host: other", "Host:", " folded", "Expect: 100-continue", "Connection: upgrade",
        "X-Amz-Date: x", "Authorization: Basic QVdTOng=", "Range: bytes=5-1", "Content-Encoding: gzip", "no colon", ": no name", "A\0B: x",
    ];

    private static readonly string[] FirstLines =
    [
        "GET /v2/ HTTP/1.1", "POST / HTTP/1.0", "GET /v2/_catalog?n=0 HTTP/1.1", "PRI * HTTP/2.0", "CONNECT x:1 HTTP/1.1", "GET http://x/%ff%00 HTTP/1.1",
        "DELETE /v2/../x/manifests/%2e%2e HTTP/1.1", "PUT /v2/a/blobs/uploads/x?digest=sha256:y HTTP/1.1", "GET  / HTTP/1.1", "GET / HTTP/1.9",
    ];

    public static byte[] Mutate(byte[] request, byte[] other, Random random)
    {
        var text = Encoding.Latin1.GetString(request);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var (head, body) = (text[..end].Split("\r\n").ToList(), text[(end + 4)..]);
        switch (random.Next(8))
        {
            case 0:
                head[0] = FirstLines[random.Next(FirstLines.Length)];
                break;
            case 1:
                head.Insert(random.Next(1, head.Count + 1), Lines[random.Next(Lines.Length)]);
                break;
            case 2:
                head.RemoveAt(random.Next(head.Count));
                break;
            case 3:
                head.Insert(random.Next(head.Count), head[random.Next(head.Count)]);
                break;
            case 4:
                var line = random.Next(head.Count);
                head[line] = head[line].Insert(random.Next(head[line].Length + 1), new[] { "\r", "\n", "\0", " ", "\t", "ä", ":", "," }[random.Next(8)]);
                break;
            case 5:
                head.AddRange(Enumerable.Range(0, random.Next(200)).Select(number => $"H{number}: {new string('x', random.Next(2000))}"));
                break;
            case 6:
                (head, body) = (Chunked(head), Chunks(body, random));
                break;
            default:
                return ByteMutations.Mutate(request, other, random);
        }

        return Encoding.Latin1.GetBytes(string.Join(random.Next(20) == 0 ? "\n" : "\r\n", head) + "\r\n\r\n" + body);
    }

    private static List<string> Chunked(List<string> head)
        => [.. head.Where(line => !line.StartsWith("Content-Length", StringComparison.Ordinal)), "Transfer-Encoding: chunked"];

    /// <summary>The body in chunks, of which some have another size than they say.</summary>
    private static string Chunks(string body, Random random)
    {
        var chunks = new StringBuilder();
        for (var start = 0; start < body.Length;)
        {
            var length = Math.Min(body.Length - start, random.Next(1, 200));
            var said = random.Next(10) switch { 0 => length + 1, 1 => length - 1, _ => length };
            chunks.Append($"{said:x}{(random.Next(10) == 0 ? ";a=b" : "")}\r\n{body.Substring(start, length)}{(random.Next(20) == 0 ? "\n" : "\r\n")}");
            start += length;
        }

        return chunks.Append(random.Next(4) switch { 0 => "0\r\nT: x\r\n\r\n", 1 => "0\r\n", 2 => "-0\r\n\r\n", _ => "0\r\n\r\n" }).ToString();
    }
}
