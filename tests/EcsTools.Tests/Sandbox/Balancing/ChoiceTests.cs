using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Targets;
using EcsTools.Sandbox.Cloud;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Which group and which target a request goes to.</summary>
public sealed class ChoiceTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(90, 10)]
    [InlineData(1, 99)]
    [InlineData(0, 5)]
    public async Task Weights_share_the_requests(int first, int second)
    {
        using var one = ScriptedTarget.Answering("one");
        using var other = ScriptedTarget.Answering("two");
        using var balancer = Split(one, other, first, second);
        using var client = await balancer.ConnectAsync();
        var counts = await CountAsync(client, 200);

        Assert.InRange(counts.GetValueOrDefault("one"), (200 * first / (first + second)) - 3, (200 * first / (first + second)) + 3);
        Assert.Equal(200, counts.Values.Sum());
        Assert.True(first > 0 || !counts.ContainsKey("one"));
    }

    [Fact]
    public async Task No_group_takes_the_place_of_an_empty_one()
    {
        using var target = ScriptedTarget.Answering("one");
        using var balancer = Split(target, target, 50, 50);
        balancer.Group("b");
        balancer.Apply();
        var counts = await CountAsync(balancer, 100);

        Assert.InRange(counts["one"], 47, 53);
        Assert.InRange(counts["503"], 47, 53);
    }

    [Fact]
    public async Task Weights_that_are_all_zero_are_answered_503()
    {
        using var target = ScriptedTarget.Answering("one");
        using var balancer = Split(target, target, 0, 0);
        Assert.StartsWith("HTTP/1.1 503 ", await balancer.AskAsync(), StringComparison.Ordinal);
        balancer.Rules(new RoutingRule { Id = "a", Action = new RuleAction.Forward([new WeightedGroup("a", 0)]) });
        balancer.Apply();
        Assert.StartsWith("HTTP/1.1 503 ", await balancer.AskAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Round_robin_gives_each_target_its_turn()
    {
        using var one = ScriptedTarget.Answering("one");
        using var two = ScriptedTarget.Answering("two");
        using var three = ScriptedTarget.Answering("three");
        using var balancer = TestBalancer.To(one, two, three);
        balancer.Group("main", new TargetGroupSettings { HealthCheck = new HealthCheckSettings { IsEnabled = false } }, one.AsTarget(), two.AsTarget(), three.AsTarget());
        balancer.Apply();

        Assert.Equal([10, 10, 10], (await CountAsync(balancer, 30)).Values);
    }

    [Fact]
    public void The_target_with_the_fewest_open_requests_is_chosen_and_equal_ones_take_turns()
    {
        var (targets, choice) = (Targets(3), new TargetChoice(new SandboxClock()));
        var settings = new TargetGroupSettings { Algorithm = BalancingAlgorithm.LeastOutstandingRequests };
        Assert.True(targets[0].TryEnter() && targets[0].TryEnter() && targets[1].TryEnter());
        Assert.Equal([targets[2]], Enumerable.Range(0, 10).Select(_ => choice.Choose(targets, settings)).Distinct());

        Assert.True(targets[2].TryEnter());
        Assert.Equal(2, Enumerable.Range(0, 10).Select(_ => choice.Choose(targets, settings)).Distinct().Count());
        targets[0].Exit();
        targets[0].Exit();
        Assert.Equal([targets[0]], Enumerable.Range(0, 10).Select(_ => choice.Choose(targets, settings)).Distinct());
    }

    [Fact]
    public void Random_choice_reaches_every_target()
    {
        var (targets, choice) = (Targets(5), new TargetChoice(new SandboxClock()));
        var settings = new TargetGroupSettings { Algorithm = BalancingAlgorithm.WeightedRandom };

        Assert.Equal(5, Enumerable.Range(0, 1000).Select(_ => choice.Choose(targets, settings)).Distinct().Count());
    }

    [Theory]
    [InlineData(BalancingAlgorithm.RoundRobin)]
    [InlineData(BalancingAlgorithm.WeightedRandom)]
    internal void A_target_that_starts_slowly_gets_a_part_of_its_share(BalancingAlgorithm algorithm)
    {
        var (targets, choice) = (Targets(2), new TargetChoice(new SandboxClock()));
        var settings = new TargetGroupSettings { Algorithm = algorithm, SlowStart = TimeSpan.FromHours(100) };
        targets[1].Health.SlowStartSince = DateTimeOffset.UtcNow - TimeSpan.FromHours(20);

        var share = Enumerable.Range(0, 20_000).Count(_ => choice.Choose(targets, settings) == targets[1]) / 20_000.0;

        // A fifth of the half that is its turn.
        Assert.InRange(share, 0.07, 0.13);
        targets[1].Health.SlowStartSince = null;
        Assert.InRange(Enumerable.Range(0, 20_000).Count(_ => choice.Choose(targets, settings) == targets[1]), 9_000, 11_000);
    }

    [Fact]
    public async Task The_first_targets_of_a_group_do_not_start_slowly_but_later_ones_do()
    {
        using var one = ScriptedTarget.Answering("one");
        using var two = ScriptedTarget.Answering("two");
        using var balancer = new TestBalancer();
        var settings = new TargetGroupSettings { SlowStart = TimeSpan.FromSeconds(900), HealthCheck = new HealthCheckSettings { Interval = TimeSpan.FromHours(1) } };
        balancer.Group("main", settings, one.AsTarget());
        balancer.Apply();
        await balancer.WaitForAsync("main", one.AsTarget(), TargetState.Healthy);
        balancer.Group("main", settings, one.AsTarget(), two.AsTarget());
        balancer.Apply();
        await balancer.WaitForAsync("main", two.AsTarget(), TargetState.Healthy);

        var counts = await CountAsync(balancer, 100);

        Assert.InRange(counts.GetValueOrDefault("two"), 0, 20);
        Assert.InRange(counts["one"], 80, 100);
    }

    private static RunningTarget[] Targets(int count)
        => Enumerable.Range(1, count).Select(i => new RunningTarget(new BalancedTarget { Address = $"10.0.0.{i}", Port = 80, Endpoint = new IPEndPoint(IPAddress.Loopback, 1) })).ToArray();

    private static TestBalancer Split(ScriptedTarget one, ScriptedTarget other, int first, int second)
    {
        var balancer = new TestBalancer();
        balancer.Group("a", one.AsTarget());
        balancer.Group("b", other.AsTarget());
        balancer.Rules(new RoutingRule { Id = "split", Action = new RuleAction.Forward([new WeightedGroup("a", first), new WeightedGroup("b", second)]) });
        balancer.Apply();
        return balancer;
    }

    private static async Task<SortedDictionary<string, int>> CountAsync(TestBalancer balancer, int requests)
    {
        using var client = await balancer.ConnectAsync();
        return await CountAsync(client, requests);
    }

    /// <summary>How often each body came; the status of an answer of the balancer itself.</summary>
    private static async Task<SortedDictionary<string, int>> CountAsync(RawClient client, int requests)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < requests; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            var answer = await client.ReadAnswerAsync();
            var key = answer.Contains("awselb", StringComparison.Ordinal) ? answer[9..12] : answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return counts;
    }
}
