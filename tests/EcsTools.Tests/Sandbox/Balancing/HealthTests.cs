using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>States of targets, their reasons, and who gets requests by them.</summary>
public sealed class HealthTests
{
    private static readonly HealthCheckSettings Quick = new() { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(2), HealthyThreshold = 2 };

    [Fact]
    public async Task A_new_target_is_healthy_after_one_check()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = new TestBalancer();
        balancer.Group("main", new TargetGroupSettings { HealthCheck = Quick with { Interval = TimeSpan.FromHours(1) } }, target.AsTarget());
        balancer.Apply();

        var status = await balancer.WaitForAsync("main", target.AsTarget(), TargetState.Healthy);

        Assert.Equal(new TargetStatus(target.AsTarget(), TargetState.Healthy), status);
    }

    [Fact]
    public async Task A_target_is_initial_until_a_check_ends()
    {
        using var target = new ScriptedTarget("") { HealthStatus = 0 };
        using var balancer = new TestBalancer();
        balancer.Group("main", target.AsTarget());
        balancer.Apply();

        var status = await balancer.WaitForAsync("main", target.AsTarget(), TargetState.Initial);
        Assert.Contains(status.Reason, new[] { "Elb.RegistrationInProgress", "Elb.InitialHealthChecking" });
        while (balancer.Host.Target("main", "10.0.0.1", target.Port) is { Reason: not "Elb.InitialHealthChecking" })
        {
            await Task.Delay(10);
        }

        Assert.Equal("Initial health checks in progress", balancer.Host.Target("main", "10.0.0.1", target.Port).Description);
    }

    [Theory]
    [InlineData(503, "Target.ResponseCodeMismatch", "Health checks failed with these codes: [503]")]
    [InlineData(0, "Target.Timeout", "Request timed out")]
    [InlineData(-1, "Target.FailedHealthChecks", "Health checks failed")]
    public async Task An_unhealthy_target_says_why_and_recovers(int answer, string reason, string description)
    {
        using var target = new ScriptedTarget("") { HealthStatus = answer };
        using var balancer = new TestBalancer(timeScale: 20);

        // On a busy machine an answer takes longer than the short time after which a target that never answers is unhealthy.
        var timeout = answer == 0 ? Quick.Timeout : TimeSpan.FromMinutes(10);
        balancer.Group("main", new TargetGroupSettings { HealthCheck = Quick with { Timeout = timeout } }, target.AsTarget());
        balancer.Apply();

        var status = await balancer.WaitForAsync("main", target.AsTarget(), TargetState.Unhealthy);
        Assert.Equal((reason, description), (status.Reason, status.Description));
        target.HealthStatus = 200;
        await balancer.WaitForAsync("main", target.AsTarget(), TargetState.Healthy);
    }

    [Fact]
    public async Task A_target_that_refuses_connections_fails_its_checks()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var target = new BalancedTarget { Address = "10.0.0.1", Port = 80, Endpoint = (IPEndPoint)closed.LocalEndpoint };
        closed.Stop();
        using var balancer = new TestBalancer(timeScale: 20);
        balancer.Group("main", new TargetGroupSettings { HealthCheck = Quick }, target);
        balancer.Apply();

        Assert.Equal("Target.FailedHealthChecks", (await balancer.WaitForAsync("main", target, TargetState.Unhealthy)).Reason);
    }

    [Fact]
    public async Task A_target_that_is_nowhere_times_out()
    {
        var target = new BalancedTarget { Address = "10.0.0.1", Port = 80 };
        using var balancer = new TestBalancer(timeScale: 20);
        balancer.Group("main", new TargetGroupSettings { HealthCheck = Quick }, target);
        balancer.Apply();

        Assert.Equal("Target.Timeout", (await balancer.WaitForAsync("main", target, TargetState.Unhealthy)).Reason);
        Assert.StartsWith("HTTP/1.1 502 ", await balancer.AskAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200", 200, true)]
    [InlineData("200,302", 302, true)]
    [InlineData("200-299", 250, true)]
    [InlineData("200-299,301", 301, true)]
    [InlineData("200-299", 300, false)]
    [InlineData("200", 404, false)]
    public async Task The_matcher_says_which_statuses_are_healthy(string matcher, int status, bool healthy)
    {
        using var target = new ScriptedTarget("") { HealthStatus = status };
        using var balancer = new TestBalancer(timeScale: 20);
        balancer.Group("main", new TargetGroupSettings { HealthCheck = Quick with { Matcher = matcher, UnhealthyThreshold = 1 } }, target.AsTarget());
        balancer.Apply();

        await balancer.WaitForAsync("main", target.AsTarget(), healthy ? TargetState.Healthy : TargetState.Unhealthy);
    }

    [Fact]
    public async Task The_check_asks_for_its_path_at_its_own_port()
    {
        var heads = new ConcurrentQueue<string>();
        using var check = new EcsTools.Tests.Support.RawHttpServer((_, head) =>
        {
            heads.Enqueue(head);
            return "200 OK\r\n\r\n";
        });
        var target = new BalancedTarget { Address = "10.0.0.1", Port = 80, Endpoint = null, HealthEndpoint = new IPEndPoint(IPAddress.Loopback, check.Port) };
        using var balancer = new TestBalancer();
        balancer.Group("main", new TargetGroupSettings { HealthCheck = Quick with { Path = "/health?full=1" } }, target);
        balancer.Apply();
        await balancer.WaitForAsync("main", target, TargetState.Healthy);

        var head = heads.First();
        Assert.StartsWith("GET /health?full=1 HTTP/1.1", head, StringComparison.Ordinal);
        Assert.Contains("Host: 10.0.0.1:80", head, StringComparison.Ordinal);
        Assert.Contains("User-Agent: ELB-HealthChecker/2.0", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_no_rule_names_is_unused_until_one_does()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = new TestBalancer();
        balancer.Group("main");
        balancer.Group("other", target.AsTarget());
        balancer.Apply();
        var unused = balancer.Host.Target("other", "10.0.0.1", target.Port);
        Assert.Equal((TargetState.Unused, "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"), (unused.State, unused.Reason, unused.Description));

        balancer.Rules(TestBalancer.ForwardTo("other"));
        balancer.Apply();
        await balancer.WaitForAsync("other", target.AsTarget(), TargetState.Healthy);

        var unknown = balancer.Host.Target("other", "10.9.9.9", 1);
        Assert.Equal((TargetState.Unused, "Target.NotRegistered", "Target is not registered to the target group"), (unknown.State, unknown.Reason, unknown.Description));
        Assert.Equal(unknown, balancer.Host.Target("none", "10.9.9.9", 1));
    }

    [Fact]
    public async Task Checks_that_are_off_make_every_target_available()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = new TestBalancer();
        balancer.Group("main", new TargetGroupSettings { HealthCheck = new HealthCheckSettings { IsEnabled = false } }, target.AsTarget());
        balancer.Apply();

        var status = Assert.Single(balancer.Host.Targets("main"));
        Assert.Equal((TargetState.Unavailable, "Target.HealthCheckDisabled", "Health checks are disabled"), (status.State, status.Reason, status.Description));
        Assert.Equal("ok", await balancer.BodyAsync("/"));
    }

    [Fact]
    public async Task Only_healthy_targets_get_requests_and_all_do_when_none_is_healthy()
    {
        using var good = new ScriptedTarget("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
        using var bad = new ScriptedTarget("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad") { HealthStatus = 500 };
        using var balancer = new TestBalancer(timeScale: 20);
        var targets = new[] { good.AsTarget(), bad.AsTarget() };
        balancer.Group("main", new TargetGroupSettings { HealthCheck = Quick }, targets);
        balancer.Apply();
        await balancer.WaitForAsync("main", targets[0], TargetState.Healthy);
        await balancer.WaitForAsync("main", targets[1], TargetState.Unhealthy);
        Assert.Equal(["good"], await AnswersAsync(balancer, 10));

        good.HealthStatus = 500;
        await balancer.WaitForAsync("main", targets[0], TargetState.Unhealthy);
        Assert.Equal(["bad", "good"], await AnswersAsync(balancer, 10));
    }

    [Fact]
    public async Task Changes_of_health_are_told()
    {
        var told = new TaskCompletionSource<string>();
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = new TestBalancer();
        balancer.Host.HealthChanged += group =>
        {
            // A check of a busy machine can be late, which is told too.
            if (balancer.Host.Targets(group)[0].State == TargetState.Healthy)
            {
                told.TrySetResult(group);
            }
        };
        balancer.Group("main", target.AsTarget());
        balancer.Apply();

        Assert.Equal("main", await told.Task);
    }

    [Fact]
    public async Task Other_settings_are_checked_by_at_once()
    {
        using var target = new ScriptedTarget("") { HealthStatus = 404 };
        using var balancer = new TestBalancer();
        var slow = new HealthCheckSettings { Interval = TimeSpan.FromHours(1), UnhealthyThreshold = 1 };
        balancer.Group("main", new TargetGroupSettings { HealthCheck = slow }, target.AsTarget());
        balancer.Apply();
        await balancer.WaitForAsync("main", target.AsTarget(), TargetState.Unhealthy);

        balancer.Group("main", new TargetGroupSettings { HealthCheck = slow with { Matcher = "404", HealthyThreshold = 1 } }, target.AsTarget());
        balancer.Apply();
        await balancer.WaitForAsync("main", target.AsTarget(), TargetState.Healthy);
    }

    private static async Task<string[]> AnswersAsync(TestBalancer balancer, int count)
    {
        var answers = new string[count];
        for (var i = 0; i < count; i++)
        {
            answers[i] = await balancer.BodyAsync("/");
        }

        return answers.Distinct().Order().ToArray();
    }
}
