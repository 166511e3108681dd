using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Sandbox.Http;
using Xunit;

namespace EcsTools.Tests.Sandbox.Hosting;

/// <summary>Requests that RFC 9112 does not allow, and clients that cost too much.</summary>
public sealed class HttpSyntaxTests
{
    private const string Next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4, 4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x4\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\nabcd")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 4\r\n\r\nabcd")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n Folded: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n Host: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA(b): y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nÄ: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: y\rB: z\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\nA: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: \u0000\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x, y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x/y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: u@x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /  HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /\tHTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1 \r\nHost: x\r\n\r\n")]
    [InlineData(" GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("G@T / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET x HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /ä HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.11\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/x\r\nHost: x\r\n\r\n")]
    [InlineData("GET / http/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /\r\n\r\n")]
    public async Task What_RFC_9112_does_not_allow_is_400_and_the_connection_ends(string sent)
    {
        using var server = new Sut();

        var answer = await server.TalkAsync(sent + Next);

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Equal(0, server.Served);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/2.0\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.2\r\nHost: x\r\n\r\n")]
    [InlineData("GET / HTTP/0.9\r\nHost: x\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Another_version_is_named(string sent)
    {
        using var server = new Sut();

        Assert.StartsWith("HTTP/1.1 505 ", await server.TalkAsync(sent), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x\r\nabc\r\n0\r\n\r\n")]
    [InlineData("\r\nabc\r\n0\r\n\r\n")]
    [InlineData(" 3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("+3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("-3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("0x3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("ffffffffffffffff\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3\nabc\r\n0\r\n\r\n")]
    [InlineData("3\r\nabcd\r\n0\r\n\r\n")]
    [InlineData("3\r\nabc\n0\r\n\r\n")]
    [InlineData("3\r\nabc0\r\n\r\n")]
    [InlineData("3\r;\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3\r\nabc\r\n0\r\nno trailer\r\n\r\n")]
    public async Task A_chunk_that_is_not_one_is_400_and_the_connection_ends(string body)
    {
        using var server = new Sut();

        var answer = await server.TalkAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body + Next);

        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nEmpty:\r\nTabs:\t a \t\r\nÜ-value: ü\r\n\r\n", false)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nEmpty:\r\nTabs:\t a \t\r\nValue: ü\r\n\r\n", true)]
    [InlineData("\r\n\r\nGET / HTTP/1.1\r\nHost:\r\n\r\n", true)]
    [InlineData("GET http://elsewhere/x?y HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", true)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", true)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\ntransfer-encoding: Chunked\r\n\r\n3 ;a=\"b\"\r\nabc\r\n0;x\r\nTrailer: y\r\n\r\n", true)]
    public async Task What_it_allows_is_served(string sent, bool isAllowed)
    {
        using var server = new Sut();

        Assert.Equal(isAllowed, (await server.TalkAsync(sent)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_many_headers_and_too_long_ones_are_431()
    {
        using var server = new Sut();
        var many = string.Concat(Enumerable.Range(0, 101).Select(number => $"H{number}: x\r\n"));

        Assert.StartsWith("HTTP/1.1 431 ", await server.TalkAsync($"GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await server.TalkAsync($"GET / HTTP/1.1\r\nHost: x\r\nA: {new string('a', 200_000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(0, server.Served);
    }

    [Fact]
    public async Task Chunk_extensions_without_end_are_refused()
    {
        using var server = new Sut();
        var body = string.Concat(Enumerable.Repeat($"1;{new string('x', 4000)}\r\na\r\n", 10));

        Assert.StartsWith("HTTP/1.1 400 ", await server.TalkAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\nHost:")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET")]
    public async Task A_client_that_falls_silent_is_left(string sent)
    {
        var soon = TimeSpan.FromSeconds(0.2);
        using var server = new Sut(new HttpLimits { Idle = soon, Head = soon, Body = soon });

        // It returns when the server has ended the connection.
        await server.TalkAsync(sent, endAfter: false);
    }

    [Fact]
    public async Task Connections_are_limited_and_idle_ones_make_room()
    {
        using var server = new Sut(new HttpLimits { Connections = 3 });
        var idle = Enumerable.Range(0, 3).Select(_ => server.Connect()).ToList();

        Assert.StartsWith("HTTP/1.1 200", await server.TalkAsync(Next), StringComparison.Ordinal);

        idle.ForEach(one => one.Dispose());
    }

    /// <summary>A server that reads each body to its end, as the router does.</summary>
    private sealed class Sut : IDisposable
    {
        private readonly HttpServer _server;

        public Sut(HttpLimits? limits = null)
        {
            _server = new HttpServer(AnswerAsync, 0, limits);
            _server.Start();
        }

        public int Served { get; private set; }

        public Socket Connect()
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, _server.Port);
            return socket;
        }

        /// <summary>Sends, and reads until the server ends the connection.</summary>
        public async Task<string> TalkAsync(string sent, bool endAfter = true)
        {
            using var socket = Connect();
            await socket.SendAsync(Encoding.UTF8.GetBytes(sent));
            if (endAfter)
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            using var answer = new MemoryStream();
            var buffer = new byte[4096];
            try
            {
                int read;
                while ((read = await socket.ReceiveAsync(buffer)) > 0)
                {
                    answer.Write(buffer, 0, read);
                }
            }
            catch (SocketException)
            {
                // Reset: it has ended too.
            }

            return Encoding.UTF8.GetString(answer.ToArray());
        }

        public void Dispose()
        {
            _server.StopAsync().GetAwaiter().GetResult();
            _server.Dispose();
        }

        private async Task AnswerAsync(SandboxHttpContext context)
        {
            try
            {
                await context.Body.CopyToAsync(Stream.Null);
                await context.RespondAsync(200);
                Served++;
            }
            catch (HttpRefusal refusal)
            {
                await context.RespondAsync(refusal.Status);
            }
        }
    }
}
