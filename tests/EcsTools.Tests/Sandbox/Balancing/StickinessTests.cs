using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Clients that stay with a target or a group.</summary>
public sealed class StickinessTests
{
    private static readonly HealthCheckSettings Unchecked = new() { IsEnabled = false };

    [Theory]
    [InlineData("AWSALB")]
    [InlineData("AWSALBCORS")]
    public async Task The_cookie_of_the_balancer_keeps_the_target(string name)
    {
        using var one = ScriptedTarget.Answering("one");
        using var two = ScriptedTarget.Answering("two");
        using var balancer = Sticky(new TargetStickiness(TimeSpan.FromDays(1)), one, two);
        var answer = await balancer.AskAsync();
        Assert.Matches(@"\r\nSet-Cookie: AWSALB=[A-Za-z0-9+/=]+; Expires=\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT; Path=/\r\n", answer);
        Assert.Matches(@"\r\nSet-Cookie: AWSALBCORS=[A-Za-z0-9+/=]+; Expires=[^;]+; Path=/; SameSite=None\r\n", answer);

        await AssertStaysAsync(balancer, $"Cookie: a=b; {name}={Value(answer, name)}\r\n", answer[^3..]);
    }

    [Fact]
    public async Task Without_stickiness_there_is_no_cookie_and_a_foreign_one_says_nothing()
    {
        using var one = ScriptedTarget.Answering("one");
        using var two = ScriptedTarget.Answering("two");
        using var balancer = Sticky(new TargetStickiness(TimeSpan.FromDays(1)), one, two);
        var value = Value(await balancer.AskAsync(), "AWSALB")!;
        var forged = (value[0] == 'A' ? 'B' : 'A') + value[1..];
        Assert.Equal(2, (await AnswersAsync(balancer, $"Cookie: AWSALB={forged}\r\n")).Distinct().Count());
        Assert.Equal(2, (await AnswersAsync(balancer, "Cookie: AWSALB=nonsense\r\n")).Distinct().Count());

        balancer.Group("main", new TargetGroupSettings { HealthCheck = Unchecked }, one.AsTarget(), two.AsTarget());
        balancer.Apply();
        Assert.DoesNotContain("Set-Cookie", await balancer.AskAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await AnswersAsync(balancer, $"Cookie: AWSALB={value}\r\n")).Distinct().Count());
    }

    [Fact]
    public async Task A_cookie_that_is_too_old_says_nothing()
    {
        using var one = ScriptedTarget.Answering("one");
        using var two = ScriptedTarget.Answering("two");
        using var balancer = Sticky(new TargetStickiness(TimeSpan.FromSeconds(-1)), one, two);
        var value = Value(await balancer.AskAsync(), "AWSALB");

        Assert.Equal(2, (await AnswersAsync(balancer, $"Cookie: AWSALB={value}\r\n")).Distinct().Count());
    }

    [Fact]
    public async Task A_client_whose_target_is_gone_gets_another_one_and_its_cookie()
    {
        using var one = ScriptedTarget.Answering("one");
        using var two = ScriptedTarget.Answering("two");
        using var balancer = Sticky(new TargetStickiness(TimeSpan.FromDays(1)), one);
        var value = Value(await balancer.AskAsync(), "AWSALB");
        balancer.Group("main", balancer.Groups[0].Settings, two.AsTarget());
        balancer.Apply();

        var answer = await balancer.AskAsync($"GET / HTTP/1.1\r\nHost: x\r\nCookie: AWSALB={value}\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("two", answer, StringComparison.Ordinal);
        Assert.NotEqual(value, Value(answer, "AWSALB"));
    }

    [Fact]
    public async Task The_cookie_of_the_application_begins_and_ends_the_session()
    {
        using var one = new ScriptedTarget("HTTP/1.1 200 OK\r\nSet-Cookie: SESSION=1; Path=/\r\nContent-Length: 3\r\n\r\none");
        using var two = new ScriptedTarget("HTTP/1.1 200 OK\r\nSet-Cookie: SESSION=2; Path=/\r\nContent-Length: 3\r\n\r\ntwo");
        using var balancer = Sticky(new TargetStickiness(TimeSpan.FromDays(1), "SESSION"), one, two);
        var answer = await balancer.AskAsync();
        var cookie = $"AWSALBAPP-0={Value(answer, "AWSALBAPP-0")}";

        await AssertStaysAsync(balancer, $"Cookie: SESSION=1; {cookie}\r\n", answer[^3..]);
        Assert.Equal(2, (await AnswersAsync(balancer, $"Cookie: {cookie}\r\n")).Distinct().Count());
        Assert.Contains("\r\nSet-Cookie: SESSION=", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_the_cookie_of_the_application_begins_no_session()
    {
        using var target = ScriptedTarget.Answering("one");
        using var balancer = Sticky(new TargetStickiness(TimeSpan.FromDays(1), "SESSION"), target);

        Assert.DoesNotContain("Set-Cookie", await balancer.AskAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_stays_with_its_group_until_the_group_gets_nothing()
    {
        using var one = ScriptedTarget.Answering("one");
        using var two = ScriptedTarget.Answering("two");
        using var balancer = new TestBalancer();
        balancer.Group("a", one.AsTarget());
        balancer.Group("b", two.AsTarget());
        Split(balancer, 50, 50);
        var answer = await balancer.AskAsync();
        Assert.Matches(@"\r\nSet-Cookie: AWSALBTGCORS=[A-Za-z0-9+/=]+; Expires=[^;]+; Path=/; SameSite=None\r\n", answer);
        var headers = $"Cookie: AWSALBTG={Value(answer, "AWSALBTG")}\r\n";
        await AssertStaysAsync(balancer, headers, answer[^3..]);

        Split(balancer, answer.EndsWith("one", StringComparison.Ordinal) ? 0 : 50, answer.EndsWith("one", StringComparison.Ordinal) ? 50 : 0);
        await AssertStaysAsync(balancer, headers, answer.EndsWith("one", StringComparison.Ordinal) ? "two" : "one");
    }

    private static void Split(TestBalancer balancer, int a, int b)
    {
        balancer.Rules(new RoutingRule { Id = "split", Action = new RuleAction.Forward([new WeightedGroup("a", a), new WeightedGroup("b", b)], TimeSpan.FromHours(1)) });
        balancer.Apply();
    }

    private static TestBalancer Sticky(TargetStickiness stickiness, params ScriptedTarget[] targets)
    {
        var balancer = new TestBalancer();
        balancer.Group("main", new TargetGroupSettings { Stickiness = stickiness, HealthCheck = Unchecked }, targets.Select(target => target.AsTarget()).ToArray());
        balancer.Apply();
        return balancer;
    }

    private static async Task AssertStaysAsync(TestBalancer balancer, string headers, string expected)
        => Assert.Equal([expected], (await AnswersAsync(balancer, headers)).Distinct());

    private static async Task<string[]> AnswersAsync(TestBalancer balancer, string headers)
    {
        var answers = new string[8];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = await balancer.BodyAsync("/", headers: headers);
        }

        return answers;
    }

    private static string? Value(string answer, string cookie) => Regex.Match(answer, $"Set-Cookie: {cookie}=([^;]+);").Groups[1].Value;
}
