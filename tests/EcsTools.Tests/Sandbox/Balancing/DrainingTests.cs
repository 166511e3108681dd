using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Targets that are registered and deregistered while requests come.</summary>
public sealed class DrainingTests
{
    [Fact]
    public async Task A_deregistered_target_answers_what_it_has_and_gets_no_more()
    {
        var answer = new TaskCompletionSource();
        using var old = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await answer.Task;
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold");
            await connection.WaitForEndAsync();
        });
        using var next = ScriptedTarget.Answering("new");
        using var balancer = TestBalancer.To(old);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await UntilAsync(() => old.Heads.Count == 1);

        balancer.Group("main", next.AsTarget());
        balancer.Apply();
        var drained = balancer.Host.DrainedAsync("main", "10.0.0.1", old.Port);

        var status = balancer.Host.Target("main", "10.0.0.1", old.Port);
        Assert.Equal((TargetState.Draining, "Target.DeregistrationInProgress", "Target deregistration is in progress"), (status.State, status.Reason, status.Description));
        Assert.Equal("new", await balancer.BodyAsync("/"));
        Assert.False(drained.IsCompleted);
        answer.SetResult();
        Assert.EndsWith("old", await client.ReadAnswerAsync(), StringComparison.Ordinal);
        await drained;

        // The state stays until the delay is over.
        Assert.Equal(TargetState.Draining, balancer.Host.Target("main", "10.0.0.1", old.Port).State);
        Assert.Equal([TargetState.Draining], balancer.Host.Targets("main").Where(one => one.Target.Port == old.Port).Select(one => one.State));
        Assert.Single(old.Heads);
    }

    [Fact]
    public async Task The_end_of_the_delay_ends_what_is_under_way()
    {
        using var old = new ScriptedTarget(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WaitForEndAsync();
        });
        using var balancer = new TestBalancer(timeScale: 20);
        var settings = new TargetGroupSettings { DeregistrationDelay = TimeSpan.FromSeconds(5) };
        balancer.Group("main", settings, old.AsTarget());
        balancer.Apply();
        var request = balancer.AskAsync();
        await UntilAsync(() => old.Heads.Count == 1);

        balancer.Group("main", settings);
        balancer.Apply();
        await balancer.Host.DrainedAsync("main", "10.0.0.1", old.Port);

        Assert.StartsWith("HTTP/1.1 502 ", await request, StringComparison.Ordinal);
        await balancer.WaitForAsync("main", old.AsTarget(), TargetState.Unused);
        Assert.Empty(balancer.Host.Targets("main"));
    }

    [Fact]
    public async Task A_target_without_requests_is_drained_at_once()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        await balancer.BodyAsync("/");
        balancer.Group("main");
        balancer.Apply();

        await balancer.Host.DrainedAsync("main", "10.0.0.1", target.Port);
        await balancer.Host.DrainedAsync("main", "10.9.9.9", 1);
        Assert.StartsWith("HTTP/1.1 503 ", await balancer.AskAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_of_an_unused_group_does_not_drain()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To();
        balancer.Group("other", target.AsTarget());
        balancer.Apply();
        balancer.Group("other");
        balancer.Apply();

        Assert.Empty(balancer.Host.Targets("other"));
        await balancer.Host.DrainedAsync("other", "10.0.0.1", target.Port);
    }

    [Fact]
    public async Task A_target_that_is_registered_again_while_it_drains_begins_anew()
    {
        using var target = ScriptedTarget.Answering("ok");
        using var balancer = TestBalancer.To(target);
        await balancer.WaitForAsync("main", target.AsTarget(), TargetState.Healthy);
        balancer.Group("main");
        balancer.Apply();
        target.HealthStatus = 500;
        balancer.Group("main", target.AsTarget());
        balancer.Apply();

        Assert.Equal(TargetState.Initial, balancer.Host.Target("main", "10.0.0.1", target.Port).State);
        Assert.Equal("ok", await balancer.BodyAsync("/"));
    }

    [Fact]
    public async Task A_target_can_move_to_another_port_of_this_machine()
    {
        using var first = ScriptedTarget.Answering("first");
        using var second = ScriptedTarget.Answering("second");
        using var balancer = TestBalancer.To(first);
        Assert.Equal("first", await balancer.BodyAsync("/"));

        balancer.Group("main", first.AsTarget() with { Endpoint = second.Endpoint });
        balancer.Apply();

        Assert.Equal("second", await balancer.BodyAsync("/"));
        Assert.Single(balancer.Host.Targets("main"));
    }

    [Fact]
    public async Task No_request_fails_while_targets_rules_and_weights_change()
    {
        using var balancer = new TestBalancer();
        var targets = Enumerable.Range(0, 6).Select(i => ScriptedTarget.Answering($"target {i}")).ToList();
        var settings = new TargetGroupSettings { DeregistrationDelay = TimeSpan.FromHours(1) };
        balancer.Group("a", settings, targets[0].AsTarget());
        balancer.Group("b", settings, targets[1].AsTarget());
        Weigh(100, 0);
        var isOver = false;
        var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(() => AskAsync(balancer.Endpoint, () => isOver))).ToList();
        for (var step = 0; step < 60; step++)
        {
            // Registers one, waits for its drained predecessor, and shifts the weights.
            var (group, old, next) = (step % 2 == 0 ? "a" : "b", targets[step % 6], targets[(step + 2) % 6]);
            balancer.Group(group, settings, next.AsTarget());
            Weigh(step * 7 % 100, 100 - (step * 7 % 100));
            await balancer.Host.DrainedAsync(group, "10.0.0.1", old.Port);
            var before = Answered(balancer);
            await UntilAsync(() => Answered(balancer) >= before + 20 || clients.Any(client => client.IsCompleted));
        }

        isOver = true;
        var counts = await Task.WhenAll(clients);
        Assert.Equal(counts.Sum(), Answered(balancer));
        targets.ForEach(target => target.Dispose());

        void Weigh(int a, int b)
        {
            balancer.Rules(new RoutingRule { Id = "split", Action = new RuleAction.Forward([new WeightedGroup("a", a), new WeightedGroup("b", b)]) });
            balancer.Apply();
        }
    }

    /// <summary>Asks again and again, on a connection and on new ones, and fails with the first answer that is not a target's.</summary>
    private static async Task<int> AskAsync(IPEndPoint endpoint, Func<bool> isOver)
    {
        var count = 0;
        while (!isOver())
        {
            using var client = await RawClient.ConnectAsync(endpoint);
            for (var i = 0; i < 10; i++)
            {
                await client.SendAsync(i % 2 == 0 ? "GET / HTTP/1.1\r\nHost: x\r\n\r\n" : "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
                var answer = await client.ReadAnswerAsync();
                Assert.True(answer.StartsWith("HTTP/1.1 200 OK\r\n", StringComparison.Ordinal), answer);
                count++;
            }
        }

        return count;
    }

    private static long Answered(TestBalancer balancer) => balancer.Host.Counts("a").Answers2xx + balancer.Host.Counts("b").Answers2xx;

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10);
        }
    }
}
