using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Targets that do not answer as they should.</summary>
public sealed class TargetFailureTests
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA : b\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 0\n\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n")]
    public async Task An_answer_that_is_not_HTTP_is_answered_502(string answer)
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(answer);
        });
        using var balancer = TestBalancer.To(target);

        var received = await balancer.AskAsync();

        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\nServer: awselb/2.0\r\n", received, StringComparison.Ordinal);
        Assert.EndsWith("<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_resets_the_connection_is_answered_502_and_the_client_can_go_on()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            connection.Reset();
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
            var answer = await client.ReadAnswerAsync();
            Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nConnection: keep-alive\r\n", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_target_that_refuses_connections_is_answered_502_and_counted()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var endpoint = (IPEndPoint)closed.LocalEndpoint;
        closed.Stop();
        using var balancer = new TestBalancer();
        balancer.Group("main", new BalancedTarget { Address = "10.0.0.1", Port = 80, Endpoint = endpoint });
        balancer.Apply();

        Assert.StartsWith("HTTP/1.1 502 ", await balancer.AskAsync(), StringComparison.Ordinal);
        Assert.Equal(1, balancer.Host.Counts("main").ConnectionErrors);
    }

    [Fact]
    public async Task A_group_without_a_target_is_answered_503()
    {
        using var balancer = TestBalancer.To();

        var answer = await balancer.AskAsync();

        Assert.StartsWith("HTTP/1.1 503 Service Temporarily Unavailable\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/html\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "504 Gateway Time-out")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab", "408 Request Time-out")]
    [InlineData("GET / HTTP/1.1\r\nHos", "408 Request Time-out")]
    public async Task A_side_that_is_silent_for_the_idle_timeout_is_waited_for_no_longer(string request, string status)
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WaitForEndAsync();
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync(request);
        var hasHead = request.Contains("\r\n\r\n", StringComparison.Ordinal);
        while (hasHead && target.Heads.Count == 0)
        {
            await Task.Delay(10);
        }

        // Enough for the part of a head to arrive.
        balancer.Settings = new BalancerSettings { IdleTimeout = TimeSpan.FromSeconds(hasHead ? 1 : 5) };
        balancer.Apply();

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", await client.ReadAnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_a_request_is_closed_after_the_idle_timeout()
    {
        using var balancer = TestBalancer.To();
        balancer.Settings = new BalancerSettings { IdleTimeout = TimeSpan.FromSeconds(1) };
        balancer.Apply();
        using var client = await balancer.ConnectAsync();

        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_connection_ends_when_it_has_been_kept_for_long_enough()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        balancer.Settings = new BalancerSettings { ClientKeepAlive = TimeSpan.Zero };
        balancer.Apply();
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.EndsWith("\r\nConnection: close\r\n\r\nok", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    public async Task A_body_that_breaks_off_is_not_ended_for_the_client(string answer)
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(answer);
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        await Assert.ThrowsAnyAsync<IOException>(() => client.ReadAnswerAsync());
    }

    [Fact]
    public async Task Chunks_that_become_wrong_later_break_off_the_answer()
    {
        var seen = new TaskCompletionSource();
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            await seen.Task;
            await connection.WriteAsync("x\r\n0\r\n\r\n");
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReadUntilAsync("abc\r\n");
        seen.SetResult();

        await Assert.ThrowsAnyAsync<IOException>(() => client.ReadUntilAsync("0\r\n\r\n"));
    }

    [Fact]
    public async Task Bytes_after_an_answer_are_never_part_of_the_next_one()
    {
        using var target = new ScriptedTarget(connection => connection.AnswerAllAsync(
            _ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.EndsWith("\r\n\r\nok", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(3, target.Connections);
    }

    [Fact]
    public async Task Bytes_on_a_waiting_connection_are_never_an_answer()
    {
        var sent = new SemaphoreSlim(0);
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            sent.Release();
            await connection.WaitForEndAsync();
        });
        using var balancer = TestBalancer.To(target);
        for (var i = 0; i < 50; i++)
        {
            Assert.EndsWith("\r\n\r\nok", await balancer.AskAsync(), StringComparison.Ordinal);
            await sent.WaitAsync();
        }

        Assert.Equal(50, target.Connections);
    }

    [Fact]
    public async Task A_waiting_connection_that_the_target_closes_costs_no_request()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            // Announces nothing, and closes after one answer: as a server with a short keep-alive does.
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 200; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.EndsWith("\r\n\r\nok", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", 3)]
    [InlineData("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK", 3)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "502 Bad Gateway", 2)]
    [InlineData("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na", "502 Bad Gateway", 2)]
    public async Task Only_a_request_that_can_be_repeated_is_repeated(string request, string status, int received)
    {
        using var target = new ScriptedTarget(async connection =>
        {
            // Takes a second request on a connection, and closes without an answer: it may have done what was asked.
            await connection.ReadBodyAsync(await connection.ReadHeadAsync());
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            await connection.ReadHeadAsync();
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReadAnswerAsync();
        await client.SendAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        Assert.Equal(received, target.Heads.Count);
    }

    [Fact]
    public async Task A_new_connection_that_closes_without_an_answer_is_not_tried_again()
    {
        using var target = new ScriptedTarget(connection => connection.ReadHeadAsync());
        using var balancer = TestBalancer.To(target);

        Assert.StartsWith("HTTP/1.1 502 ", await balancer.AskAsync(), StringComparison.Ordinal);
        Assert.Single(target.Heads);
    }
}
