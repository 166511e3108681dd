using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace EcsTools.Tests.Support;

/// <summary>
/// An HTTP server on a free port of this machine that answers with the bytes that a test gives, so also with answers that no real server gives. It records
/// every byte that it receives.
/// </summary>
internal sealed class RawHttpServer : IDisposable
{
    private const byte TlsHandshake = 0x16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _heads = new();
    private readonly ConcurrentQueue<byte[]> _received = new();
    private readonly Func<string, string, string> _answer;

    /// <param name="answer">Returns the status, headers and body for the first line and the head of a request, such as <c>200 OK\r\n\r\nbody</c>.</param>
    public RawHttpServer(Func<string, string, string> answer)
    {
        _answer = answer;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    public string Host => $"127.0.0.1:{Port}";

    public string Address => $"http://{Host}";

    /// <summary>The heads of all requests.</summary>
    public IReadOnlyCollection<string> Heads => _heads;

    /// <summary>Every byte that arrived, as Latin-1.</summary>
    public string Received => string.Concat(_received.Select(Encoding.Latin1.GetString));

    /// <summary>A server that must not be called, with an answer that a client would accept.</summary>
    public static RawHttpServer Foreign() => new((_, _) => "200 OK\r\nContent-Type: application/json\r\n\r\n{}");

    /// <summary>A request whose head has line ends of CR LF: Docker.DotNet ends the lines as the system does, with a bare LF on Unix.</summary>
    public static string WithWholeLineEnds(string request)
        => Regex.Replace(request, @"\A(?:[^\r\n]+\r?\n)+\r?\n", head => head.Value.ReplaceLineEndings("\r\n"));

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadRequestAsync(stream) is { } head)
                {
                    _heads.Enqueue(head);
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(Whole(_answer(head.Split("\r\n")[0], head))));
                    client.Client.Shutdown(SocketShutdown.Send);
                }
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The client has left.
            }
        }
    }

    private static string Whole(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return $"HTTP/1.1 {answer[..end]}\r\nConnection: close\r\nContent-Length: {answer.Length - end - 4}{answer[end..]}";
    }

    /// <summary>Reads the head, and the body if it has a length or is chunked.</summary>
    private async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var all = "";
        var buffer = new byte[1 << 16];
        while (true)
        {
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && IsWhole(all[..end], all[(end + 4)..]))
            {
                return all[..end];
            }

            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                return end >= 0 ? all[..end] : null;
            }

            _received.Enqueue(buffer[..read]);
            if (all.Length == 0 && buffer[0] == TlsHandshake)
            {
                return null;
            }

            all = WithWholeLineEnds(all + Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static bool IsWhole(string head, string body)
    {
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            return body.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        }

        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || body.Length >= int.Parse(length["Content-Length:".Length..]);
    }
}
