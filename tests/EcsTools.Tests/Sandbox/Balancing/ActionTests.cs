using System;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Redirects, fixed answers and transforms.</summary>
public sealed class ActionTests
{
    [Theory]
    [InlineData("/a/b", "c=d", "https://shop.example:443/a/b?c=d")]
    [InlineData("/", "", "https://shop.example:443/")]
    [InlineData("/#{host}", "", null)]
    [InlineData("//evil.example/a", "", "https://shop.example:443//evil.example/a")]
    public async Task A_redirect_keeps_what_it_does_not_change(string path, string query, string? location)
    {
        using var balancer = Answering(new RuleAction.Redirect { Protocol = "HTTPS", Port = "443", IsPermanent = true });

        var answer = await balancer.AskAsync($"GET {path}{(query.Length > 0 ? "?" + query : "")} HTTP/1.1\r\nHost: shop.example:8080\r\nConnection: close\r\n\r\n");

        Assert.StartsWith(location is null ? "HTTP/1.1 400 " : "HTTP/1.1 301 Moved Permanently\r\nServer: awselb/2.0\r\n", answer, StringComparison.Ordinal);
        Assert.True(location is null || answer.Contains($"\r\nLocation: {location}\r\n", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task A_redirect_fills_each_of_its_parts_once()
    {
        using var balancer = Answering(new RuleAction.Redirect
        {
            Host = "www.#{host}",
            Path = "/new/#{path}/#{port}",
            Query = "#{query}&from=#{protocol}",
        });

        var answer = await balancer.AskAsync("GET /a%23%7Bhost%7D?%23{host} HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 302 Found\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nLocation: http://www.shop.example:8080/new/a%23%7Bhost%7D/8080?%23{host}&from=http\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "text/plain", "hello", "text/plain; charset=utf-8")]
    [InlineData(503, "application/json", "{\"a\":\"ü\"}", "application/json")]
    [InlineData(404, null, null, null)]
    public async Task A_fixed_answer_is_as_it_was_given(int status, string? type, string? body, string? received)
    {
        using var balancer = Answering(new RuleAction.FixedResponse(status, type, body));

        var answer = await balancer.AskAsync();

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(received is not null, answer.Contains("\r\nContent-Type: " + received + "\r\n", StringComparison.Ordinal));
        Assert.EndsWith("\r\n\r\n" + System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(body ?? "")), answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_a_target_leaves_the_connection_open_also_after_a_body()
    {
        using var balancer = Answering(new RuleAction.FixedResponse(200, "text/plain", "ok"));
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Contains("\r\nContent-Length: 2\r\n", await client.ReadAnswerAsync(hasBody: false), StringComparison.Ordinal);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{new string('a', 100000)}");
        Assert.EndsWith("ok", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        Assert.EndsWith("ok", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        Assert.Contains("\r\nConnection: close\r\n", await client.ReadAnswerAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("^/api/(.*)$", "/$1", "/api/users?x=1", "/users?x=1")]
    [InlineData("^/dp/([A-Za-z0-9]+)/?$", "/product.php?id=$1", "/dp/B09/", "/product.php?id=B09")]
    [InlineData("^/nothing", "/x", "/api/users", "/api/users")]
    [InlineData("^/(a)(b)", "/$2$1$3$$", "/abc", "/ba$$c")]
    [InlineData("/x", "/y", "/x/x", "/y/x")]
    [InlineData(@"\?.*$", "", "/a?secret", "/a")]
    public async Task A_url_is_rewritten_after_its_rule_is_found(string expression, string replacement, string sent, string received)
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        balancer.Rules(TestBalancer.ForwardTo("main") with { Transforms = [new RuleTransform(TransformedPart.Url, expression, replacement)] });
        balancer.Apply();

        await balancer.BodyAsync(sent);

        Assert.StartsWith($"GET {received} HTTP/1.1\r\n", target.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_is_rewritten_and_both_transforms_work_together()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        balancer.Rules(TestBalancer.ForwardTo("main") with
        {
            Transforms =
            [
                new RuleTransform(TransformedPart.HostHeader, "^mywebsite-(.+).com$", "internal.dev.$1.myweb.com"),
                new RuleTransform(TransformedPart.Url, "^/a", "/b"),
            ],
        });
        balancer.Apply();

        await balancer.BodyAsync("/a", "MyWebsite-example.com");

        Assert.StartsWith("GET /b HTTP/1.1\r\nHost: internal.dev.example.myweb.com\r\n", target.Heads[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TransformedPart.Url, "^/a", "b")]
    [InlineData(TransformedPart.Url, "^/a", "/a b")]
    [InlineData(TransformedPart.Url, "^/a", "/a\r\nX: y")]
    [InlineData(TransformedPart.Url, "^/a", "/ü")]
    [InlineData(TransformedPart.HostHeader, "x", "a b")]
    [InlineData(TransformedPart.HostHeader, "x", "a\r\nX: y")]
    internal async Task A_transform_that_makes_no_request_is_answered_500(TransformedPart part, string expression, string replacement)
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        balancer.Rules(TestBalancer.ForwardTo("main") with { Transforms = [new RuleTransform(part, expression, replacement)] });
        balancer.Apply();

        Assert.StartsWith("HTTP/1.1 500 ", await balancer.AskAsync("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Empty(target.Heads);
    }

    [Theory]
    [InlineData(TargetProtocolVersion.Http2)]
    [InlineData(TargetProtocolVersion.Grpc)]
    internal async Task A_group_of_another_version_is_answered_464(TargetProtocolVersion version)
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        balancer.Group("main", new TargetGroupSettings { ProtocolVersion = version }, target.AsTarget());
        balancer.Apply();

        Assert.StartsWith("HTTP/1.1 464 ", await balancer.AskAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulated_target_is_healthy_and_answers_200()
    {
        using var balancer = new TestBalancer();
        var target = new BalancedTarget { Address = "10.0.0.1", Port = 80, IsSimulated = true };
        balancer.Group("main", target);
        balancer.Apply();

        await balancer.WaitForAsync("main", target, TargetState.Healthy);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await balancer.AskAsync(), StringComparison.Ordinal);
        Assert.Equal(1, balancer.Host.Counts("main").Answers2xx);
    }

    private static TestBalancer Answering(RuleAction action)
    {
        var balancer = new TestBalancer();
        balancer.Rules(new RoutingRule { Id = "default", Action = action });
        balancer.Apply();
        return balancer;
    }
}
