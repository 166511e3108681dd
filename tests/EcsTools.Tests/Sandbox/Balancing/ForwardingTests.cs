using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>What a target receives of a request, and a client of an answer.</summary>
public sealed class ForwardingTests
{
    [Fact]
    public async Task A_request_is_sent_on_with_what_a_balancer_adds()
    {
        using var target = ScriptedTarget.Answering("hello");
        using var balancer = TestBalancer.To(target);

        var answer = await balancer.AskAsync("GET /a/b%20c?d=e HTTP/1.1\r\nHost: shop.example:8080\r\nAccept:  text/html \r\nX_y: 1\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhello", answer, StringComparison.Ordinal);
        var head = Assert.Single(target.Heads);
        Assert.Matches(
            "^GET /a/b%20c\\?d=e HTTP/1\\.1\r\nHost: shop\\.example:8080\r\nAccept: text/html\r\nX_y: 1\r\nX-Forwarded-For: 127\\.0\\.0\\.1\r\n"
                + "X-Forwarded-Proto: http\r\nX-Forwarded-Port: 8080\r\nX-Amzn-Trace-Id: Root=1-[0-9a-f]{8}-[0-9a-f]{24}\r\n\r\n$",
            head);
    }

    [Theory]
    [InlineData(ForwardedForMode.Append, "1.2.3.4", "1.2.3.4, 127.0.0.1")]
    [InlineData(ForwardedForMode.Append, null, "127.0.0.1")]
    [InlineData(ForwardedForMode.Preserve, "1.2.3.4", "1.2.3.4")]
    [InlineData(ForwardedForMode.Preserve, null, null)]
    [InlineData(ForwardedForMode.Remove, "1.2.3.4", null)]
    internal async Task Forwarded_for_follows_its_mode(ForwardedForMode mode, string? sent, string? received)
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        balancer.Settings = new BalancerSettings { ForwardedFor = mode };
        balancer.Apply();

        await balancer.BodyAsync("/", headers: sent is null ? "" : $"x-forwarded-for: {sent}\r\n");

        Assert.Equal(received, Value(target.Heads[0], "X-Forwarded-For"));
    }

    [Fact]
    public async Task Several_forwarded_for_headers_become_one_and_the_port_of_the_client_can_be_added()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        balancer.Settings = new BalancerSettings { ForwardClientPort = true };
        balancer.Apply();

        await balancer.BodyAsync("/", headers: "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 1\r\n");

        Assert.Matches(@"^1\.1\.1\.1, 2\.2\.2\.2, 127\.0\.0\.1:\d+$", Value(target.Heads[0], "X-Forwarded-For"));
        Assert.Equal("http", Value(target.Heads[0], "X-Forwarded-Proto"));
        Assert.Equal("8080", Value(target.Heads[0], "X-Forwarded-Port"));
    }

    [Theory]
    [InlineData("Root=1-67891233-abcdef012345678912345678", "^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-67891233-abcdef012345678912345678$")]
    [InlineData("Self=1-1-1;Root=1-67891233-abcdef012345678912345678;CalledFrom=app", "^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-67891233-abcdef012345678912345678;CalledFrom=app$")]
    [InlineData("TotalTimeSoFar=0ms", "^Root=1-[0-9a-f]{8}-[0-9a-f]{24};TotalTimeSoFar=0ms$")]
    public async Task A_trace_id_that_was_sent_is_kept(string sent, string received)
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);

        await balancer.BodyAsync("/", headers: $"X-Amzn-Trace-Id: {sent}\r\n");

        Assert.Matches(received, Value(target.Heads[0], "X-Amzn-Trace-Id"));
    }

    [Fact]
    public async Task Headers_for_one_connection_do_not_pass()
    {
        using var target = new ScriptedTarget(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-Own, keep-alive\r\nX-Own: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: x\r\nUpgrade: h2c\r\nX-Other: 2\r\n\r\nok");
        using var balancer = TestBalancer.To(target);

        var answer = await balancer.AskAsync(
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: close, X-Mine, Host, Authorization\r\nX-Mine: 1\r\nKeep-Alive: 5\r\nProxy-Connection: close\r\nTE: trailers\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nExpect: 100-continue\r\nX-Theirs: 2\r\n\r\n");

        var names = Regex.Matches(target.Heads[0], "^([A-Za-z0-9-]+):", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        Assert.Equal(["Host", "X-Theirs", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Amzn-Trace-Id"], names);
        Assert.Equal("HTTP/1.1 200 OK\r\nX-Other: 2\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", answer);
    }

    [Theory]
    [InlineData(false, "1")]
    [InlineData(true, null)]
    public async Task Unusual_header_names_are_dropped_if_that_is_asked_for(bool drop, string? received)
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        balancer.Settings = new BalancerSettings { DropInvalidHeaders = drop };
        balancer.Apply();

        await balancer.BodyAsync("/", headers: "under_score: 1\r\nhy-phen: 2\r\n");

        Assert.Equal(received, Value(target.Heads[0], "under_score"));
        Assert.Equal("2", Value(target.Heads[0], "hy-phen"));
    }

    [Theory]
    [InlineData(false, "shop.example", "shop.example:8080")]
    [InlineData(false, "shop.example:81", "shop.example:81")]
    [InlineData(false, "[::1]", "[::1]:8080")]
    [InlineData(true, "shop.example", "shop.example")]
    public async Task The_host_gets_the_port_of_an_unusual_listener(bool preserve, string sent, string received)
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        balancer.Settings = new BalancerSettings { PreserveHost = preserve };
        balancer.Apply();

        await balancer.BodyAsync("/", sent);

        Assert.Equal(received, Value(target.Heads[0], "Host"));
    }

    [Fact]
    public async Task Connections_are_used_again_on_both_sides()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync($"GET /{i} HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.EndsWith("Connection: keep-alive\r\n\r\nok", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(20, target.Heads.Count);
        Assert.Equal(1, target.Connections);
        Assert.Equal(20, balancer.Host.Counts("main").Requests);
        Assert.Equal(20, balancer.Host.Counts("main").Answers2xx);
    }

    [Fact]
    public async Task Requests_that_are_sent_ahead_are_answered_in_order()
    {
        using var target = new ScriptedTarget(connection => connection.AnswerAllAsync(head => $"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{head.Split(' ')[1]}"));
        using var balancer = TestBalancer.To(target);

        var answers = await balancer.AskAsync(
            "GET /a1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /a2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                + "POST /a3 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET /a4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal(["/a1", "/a2", "/a3", "/a4"], Regex.Matches(answers, "/a[0-9]").Select(match => match.Value));
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n")]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\n", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 \r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 299\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 299\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n")]
    public async Task An_answer_without_a_body_leaves_both_connections_open(string method, string sent, string received)
    {
        using var target = new ScriptedTarget(sent);
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync($"{method} / HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(received, await client.ReadAnswerAsync(hasBody: false));
        }

        Assert.Equal(1, target.Connections);
    }

    [Fact]
    public async Task A_client_of_HTTP_1_0_gets_no_chunks()
    {
        using var target = new ScriptedTarget("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nA: b\r\n\r\n");
        using var balancer = TestBalancer.To(target);

        Assert.Equal("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde", await balancer.AskAsync("GET / HTTP/1.0\r\n\r\n"));
    }

    [Fact]
    public async Task A_client_of_HTTP_1_0_may_keep_its_connection()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
            Assert.Contains("Connection: keep-alive", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_answer_that_ends_with_its_connection_becomes_chunks()
    {
        using var target = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.0 200 OK\r\nServer: old\r\n\r\nabc");
        });
        using var balancer = TestBalancer.To(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(
                "HTTP/1.1 200 OK\r\nServer: old\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n3\r\nabc\r\n0\r\n\r\n", await client.ReadAnswerAsync());
        }

        Assert.Equal(2, target.Connections);
    }

    private static string? Value(string head, string name)
        => Regex.Match(head, $"^{name}: (.*)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase) is { Success: true } match ? match.Groups[1].Value : null;
}
