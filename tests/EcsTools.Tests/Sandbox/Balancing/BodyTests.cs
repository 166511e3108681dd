using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Bodies in both directions.</summary>
public sealed class BodyTests
{
    [Fact]
    public async Task A_body_of_a_known_length_passes_in_one_piece_or_in_many()
    {
        using var target = new ScriptedTarget(EchoAsync);
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        var body = new string('a', 100_000);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
        Assert.EndsWith("\r\n\r\nabc", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n{body[..10]}");
        await client.SendAsync(body[10..]);

        Assert.EndsWith("\r\n\r\n" + body, await client.ReadAnswerAsync(), StringComparison.Ordinal);
        Assert.Equal(1, target.Connections);
    }

    [Theory]
    [InlineData("3\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("0\r\n\r\n", "0\r\n\r\n")]
    [InlineData("000003;name=\"value\"\r\nabc\r\n0;x\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3 ;a\r\nabc\r\n0\r\nX-Sum: 1\r\nX-Two:2\r\n\r\n", "3\r\nabc\r\n0\r\nX-Sum: 1\r\nX-Two:2\r\n\r\n")]
    [InlineData("1\r\na\r\nA\r\n0123456789\r\n0\r\n\r\n", "b\r\na0123456789\r\n0\r\n\r\n")]
    public async Task Chunks_pass_without_extensions_and_with_trailers(string sent, string received)
    {
        var body = "";
        using var target = new ScriptedTarget(async connection =>
        {
            body = await connection.ReadBodyAsync(await connection.ReadHeadAsync());
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" + sent);
            await connection.WaitForEndAsync();
        });
        using var balancer = TestBalancer.To(target);

        var answer = await balancer.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n" + sent);

        Assert.Equal(received, body);
        Assert.EndsWith("\r\n\r\n" + received, answer, StringComparison.Ordinal);
        Assert.Contains("\r\nTrailer: X-Sum\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_that_arrive_byte_by_byte_pass_too()
    {
        using var target = new ScriptedTarget(EchoAsync);
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        foreach (var letter in "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nA: b\r\n\r\n")
        {
            await client.SendAsync(letter.ToString());
        }

        await client.ReadUntilAsync("\r\n\r\n");
        var body = await client.ReadUntilAsync("A: b\r\n\r\n");
        Assert.Equal("abcde", string.Concat(body.Split("\r\n").Where((_, i) => i % 2 == 1)).Replace("A: b", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Both_bodies_stream_at_the_same_time()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            var bytes = new byte[1000];
            for (var i = 0; i < 3; i++)
            {
                var count = await connection.Stream.ReadAsync(bytes);
                await connection.Stream.WriteAsync(bytes.AsMemory(0, count));
            }
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");
        foreach (var piece in new[] { "1\r\na\r\n", "1\r\nb\r\n", "0\r\n\r\n" })
        {
            await client.SendAsync(piece);
            Assert.Equal(piece, await client.ReadUntilAsync(piece));
        }
    }

    [Fact]
    public async Task Continue_comes_from_the_target()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            while (true)
            {
                var head = await connection.ReadHeadAsync();
                await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                var body = await connection.ReadBodyAsync(head);
                await connection.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            }
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadUntilAsync("\r\n\r\n"));
            Assert.Equal("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", await client.ReadUntilAsync("\r\n\r\n"));
            await client.SendAsync("abc");
            Assert.EndsWith("Connection: keep-alive\r\n\r\nabc", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("\r\nExpect: 100-continue\r\n", target.Heads[0], StringComparison.Ordinal);
        Assert.Equal(1, target.Connections);
    }

    [Fact]
    public async Task A_refusal_instead_of_continue_ends_the_connection()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
            await connection.WaitForEndAsync();
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");

        Assert.Equal("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task An_answer_before_the_end_of_the_body_reaches_the_client()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 413 Payload Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{new string('a', 1000)}");

        Assert.StartsWith("HTTP/1.1 413 Payload Too Large\r\nContent-Length: 2\r\n", await client.ReadAnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_breaks_off_its_body_breaks_off_the_request()
    {
        var ended = new TaskCompletionSource<bool>();
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            ended.SetResult(await connection.WaitForEndAsync());
        });
        using var balancer = TestBalancer.To(target);
        using (var client = await balancer.ConnectAsync())
        {
            await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
            await Task.Run(() => SpinUntil(() => target.Heads.Count > 0));
        }

        Assert.False(await ended.Task);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_request_that_it_waits_for()
    {
        var ended = new TaskCompletionSource();
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WaitForEndAsync();
            ended.SetResult();
        });
        using var balancer = TestBalancer.To(target);
        using (var client = await balancer.ConnectAsync())
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            await Task.Run(() => SpinUntil(() => target.Heads.Count > 0));
        }

        await ended.Task;

        // As the metrics of AWS have it.
        BalancerResponses answers;
        do
        {
            await Task.Delay(10);
            answers = balancer.Host.TakeResponses(balancer.Balancer.Id);
        }
        while (answers.ByStatus.Count == 0);
        Assert.Equal((460, 1), (answers.ByStatus.Single().Key, answers.ByStatus.Single().Value));
    }

    private static async Task EchoAsync(TargetConnection connection)
    {
        while (true)
        {
            var head = await connection.ReadHeadAsync();
            var body = await connection.ReadBodyAsync(head);
            var framing = head.Contains("chunked", StringComparison.Ordinal) ? "Transfer-Encoding: chunked" : $"Content-Length: {Encoding.Latin1.GetByteCount(body)}";
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n{body}");
        }
    }

    private static void SpinUntil(Func<bool> condition) => System.Threading.SpinWait.SpinUntil(condition);
}
