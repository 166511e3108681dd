using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Sandbox.Http;
using Xunit;

namespace EcsTools.Tests.Sandbox.Hosting;

public sealed class HttpServerTests : IAsyncLifetime
{
    private readonly HttpServer _server;
    private readonly HttpClient _client;

    public HttpServerTests()
    {
        _server = new HttpServer(AnswerAsync, 0);
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_server.Port}") };
    }

    public Task InitializeAsync()
    {
        _server.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.StopAsync();
        _server.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_arrives_byte_for_byte_whether_chunked_or_of_known_length(bool chunked)
    {
        var bytes = Bytes(5_000_003);
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/hash") { Content = new ByteArrayContent(bytes) };
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await (await _client.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), answer);
    }

    [Theory]
    [InlineData("/echo")]
    [InlineData("/echo-chunked")]
    public async Task An_answer_arrives_byte_for_byte(string path)
    {
        var bytes = Bytes(1_000_001);

        var answer = await _client.PutAsync(path, new ByteArrayContent(bytes));

        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(path == "/echo-chunked", answer.Headers.TransferEncodingChunked ?? false);
    }

    [Fact]
    public async Task A_client_that_waits_for_100_continue_gets_it()
    {
        var head = await TalkAsync(
            "PUT /hash HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "ok");

        Assert.StartsWith("HTTP/1.1 200 OK", head);
        Assert.EndsWith(Convert.ToHexString(SHA256.HashData("ok"u8.ToArray())), head);
    }

    [Fact]
    public async Task A_body_refused_before_it_was_asked_for_ends_the_connection()
    {
        var answer = await TalkAsync("PUT /refuse HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\nExpect: 100-continue\r\n\r\n", null, null);

        Assert.StartsWith("HTTP/1.1 403 Forbidden", answer);
        Assert.Contains("Connection: close", answer);
    }

    [Fact]
    public async Task A_client_still_sending_gets_the_refusal_rather_than_a_reset()
    {
        using var content = new ByteArrayContent(Bytes(20_000_000));

        var answer = await _client.PutAsync("/refuse", content);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Head_has_the_length_and_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/fixed");
        var answer = await _client.SendAsync(request);

        Assert.Equal(5, answer.Content.Headers.ContentLength);
        Assert.Equal("hello", await _client.GetStringAsync("/fixed"));
    }

    [Fact]
    public async Task Requests_sent_in_one_go_are_answered_in_turn()
    {
        var answer = await TalkAsync(
            "GET /fixed HTTP/1.1\r\nHost: x\r\n\r\nPUT /hash HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nok\r\n0\r\nT: v\r\n\r\n"
            + "GET /fixed HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            null,
            null);

        Assert.Equal(3, answer.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.EndsWith("hello", answer);
    }

    [Fact]
    public async Task An_aborted_request_is_a_reset_and_not_an_answer()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _server.Port);
        await socket.SendAsync("GET /abort HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());

        var error = await Assert.ThrowsAsync<SocketException>(async () => await socket.ReceiveAsync(new byte[10]));

        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task An_answer_shorter_than_promised_is_never_taken_for_whole()
        => await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.GetByteArrayAsync("/short"));

    [Fact]
    public async Task Fifty_requests_at_once_are_all_served()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _client.GetStringAsync("/slow")));

        Assert.All(answers, answer => Assert.Equal("done", answer));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno-colon\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n")]
    public async Task What_is_no_http_is_answered_with_400(string sent)
        => Assert.StartsWith("HTTP/1.1 400", await TalkAsync(sent, null, null));

    [Fact]
    public async Task A_header_of_a_hundred_kilobytes_is_taken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/header");
        request.Headers.TryAddWithoutValidation("X-Long", new string('a', 100_000));

        Assert.Equal("100000", await (await _client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact]
    public void A_taken_port_is_named_in_the_error()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new HttpServer(AnswerAsync, _server.Port));

        Assert.Contains(_server.Port.ToString(), error.Message);
    }

    private static async Task AnswerAsync(SandboxHttpContext context)
    {
        switch (context.Path)
        {
            case "/hash":
                await context.RespondAsync(200, Encoding.ASCII.GetBytes(await HashAsync(context.Body)), "text/plain");
                break;
            case "/echo" or "/echo-chunked":
                await using (var answer = await context.OpenResponseAsync(200, context.Path == "/echo" ? context.ContentLength : null))
                {
                    await context.Body.CopyToAsync(answer);
                }

                break;
            case "/abort":
                context.Abort();
                break;
            case "/short":
                await using (var answer = await context.OpenResponseAsync(200, 10))
                {
                    await answer.WriteAsync(new byte[5]);
                }

                break;
            case "/slow":
                await Task.Delay(50);
                await context.RespondAsync(200, "done"u8.ToArray());
                break;
            case "/header":
                await context.RespondAsync(200, Encoding.ASCII.GetBytes(context.Header("x-long")!.Length.ToString()));
                break;
            case "/refuse":
                await context.RespondAsync(403);
                break;
            default:
                await context.RespondAsync(200, "hello"u8.ToArray(), "text/plain");
                break;
        }
    }

    private static async Task<string> HashAsync(Stream body)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81920];
        int read;
        while ((read = await body.ReadAsync(buffer)) > 0)
        {
            sha.AppendData(buffer, 0, read);
        }

        return Convert.ToHexString(sha.GetHashAndReset());
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Sends text over a bare socket, waits for <paramref name="expected"/>, sends the rest and reads to the end.</summary>
    private async Task<string> TalkAsync(string first, string? expected, string? rest)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(first));
        if (expected is not null)
        {
            var answer = new byte[expected.Length];
            await stream.ReadExactlyAsync(answer);
            Assert.Equal(expected, Encoding.ASCII.GetString(answer));
        }

        if (rest is not null)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(rest));
        }

        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }
}
