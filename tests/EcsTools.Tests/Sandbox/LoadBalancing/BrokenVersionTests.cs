using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>Deployments of a version that does not work, seen by a client that never pauses.</summary>
[TakesLong]
public sealed class BrokenVersionTests(BalancedContainerSandbox sandbox) : IClassFixture<BalancedContainerSandbox>
{
    private const int Sound = 1_000_000;

    private const int Day = 1440;

    private static readonly string[] Ended = ["ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED"];

    [SkippableTheory]
    [InlineData("ROLLING")]
    [InlineData("BLUE_GREEN")]
    [InlineData("LINEAR")]
    [InlineData("CANARY")]
    public async Task A_version_that_never_gets_healthy_is_rolled_back_without_a_failed_request(string strategy)
    {
        sandbox.Require();
        var (service, url) = await ServiceAsync(strategy, Configuration(strategy, Breaker()));
        await using var client = new SteadyClient(url);
        await DeployAsync(service, answers: 0);
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        await client.MoreAsync(20);
        var answers = await client.StopAsync();
        await sandbox.DeleteServiceAsync(service);

        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal("TRIGGERED", (string?)ended["deploymentCircuitBreaker"]!["status"]);
        Assert.All(answers, answer => Assert.Equal((200, "one"), (answer.Status, answer.Body)));
    }

    [SkippableTheory]
    [InlineData("BLUE_GREEN")]
    [InlineData("LINEAR")]
    [InlineData("CANARY")]
    public async Task A_version_that_fails_after_a_while_is_rolled_back_and_only_its_share_of_the_requests_fails(string strategy)
    {
        sandbox.Require();
        var (service, url) = await ServiceAsync(strategy, Configuration(strategy, BreakerOfAll(failures: 2)));
        await using var client = new SteadyClient(url);
        await DeployAsync(service, answers: 30);
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        var before = client.Count;
        await client.MoreAsync(50);
        var answers = await client.StopAsync();
        await sandbox.DeleteServiceAsync(service);

        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal(2, (int?)ended["deploymentCircuitBreaker"]!["failureCount"]);
        var failed = answers.Where(answer => answer.Status != 200).ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, answer => Assert.True(answer.Body == "two" || answer.IsOfBalancer, $"{answer} is not of the new version."));
        Assert.All(answers.Skip(before + 1), answer => Assert.Equal((200, "one"), (answer.Status, answer.Body)));
        if (strategy != "BLUE_GREEN")
        {
            Assert.InRange(ShareOfTheNew(answers), 0.01, 0.5);
        }
    }

    [SkippableTheory]
    [InlineData("BLUE_GREEN")]
    [InlineData("CANARY")]
    public async Task A_version_that_stays_healthy_and_answers_with_errors_is_rolled_back_by_an_alarm(string strategy)
    {
        sandbox.Require();
        var (name, configuration) = (EcsSandbox.Unique("alarm"), Configuration(strategy, Breaker()));
        configuration["alarms"] = new JsonObject { ["alarmNames"] = new JsonArray(name), ["enable"] = true, ["rollback"] = true };
        var (service, url) = await ServiceAsync(strategy, configuration, "/");
        await AlarmAsync(name, service);
        await using var client = new SteadyClient(url);
        await DeployAsync(service, answers: 30);
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        var before = client.Count;
        await client.MoreAsync(50);
        var answers = await client.StopAsync();
        await sandbox.DeleteServiceAsync(service);

        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal(("TRIGGERED", name), ((string?)ended["alarms"]!["status"], (string?)ended["alarms"]!["triggeredAlarmNames"]![0]));
        Assert.Equal(0, (int?)ended["deploymentCircuitBreaker"]!["failureCount"]);
        var failed = answers.Where(answer => answer.Status != 200).ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, answer => Assert.Equal((500, "two"), (answer.Status, answer.Body)));
        Assert.All(answers.Skip(before + 1), answer => Assert.Equal((200, "one"), (answer.Status, answer.Body)));
    }

    /// <summary>An alarm that rings at the first answer with an error of the second target group.</summary>
    private Task AlarmAsync(string name, JsonObject service)
    {
        var balancing = service["loadBalancers"]![0]!["advancedConfiguration"]!;
        var (group, rule) = ((string)balancing["alternateTargetGroupArn"]!, ((string)balancing["productionListenerRule"]!).Split('/'));
        return sandbox.Boto.CallAsync("cloudwatch", "PutMetricAlarm", new JsonObject
        {
            ["AlarmName"] = name,
            ["Namespace"] = "AWS/ApplicationELB",
            ["MetricName"] = "HTTPCode_Target_5XX_Count",
            ["Dimensions"] = new JsonArray(
                new JsonObject { ["Name"] = "TargetGroup", ["Value"] = group[(group.LastIndexOf(':') + 1)..] },
                new JsonObject { ["Name"] = "LoadBalancer", ["Value"] = string.Join('/', rule[1..4]) }),
            ["Statistic"] = "Sum",
            ["Period"] = 60,
            ["EvaluationPeriods"] = 1,
            ["Threshold"] = 0,
            ["ComparisonOperator"] = "GreaterThanThreshold",
            ["TreatMissingData"] = "notBreaching",
        });
    }

    /// <summary>The share of the requests that the new version got, from its first one to its last.</summary>
    private static double ShareOfTheNew(IReadOnlyList<ClientAnswer> answers)
    {
        var ofNew = Enumerable.Range(0, answers.Count).Where(index => answers[index] is not { Status: 200, Body: "one" }).ToList();
        return (double)ofNew.Count / (ofNew[^1] - ofNew[0] + 1);
    }

    private static JsonObject Breaker() => new() { ["enable"] = true, ["rollback"] = true };

    private static JsonObject BreakerOfAll(int failures)
    {
        var breaker = Breaker();
        breaker["resetOnHealthyTask"] = false;
        breaker["thresholdConfiguration"] = new JsonObject { ["type"] = "COUNT", ["value"] = failures };
        return breaker;
    }

    /// <summary>A deployment of this strategy that stays at its first step of 20 percent, or in its bake time, for a day.</summary>
    private static JsonObject Configuration(string strategy, JsonObject breaker)
    {
        var configuration = new JsonObject { ["strategy"] = strategy, ["deploymentCircuitBreaker"] = breaker };
        if (strategy != "ROLLING")
        {
            configuration["bakeTimeInMinutes"] = Day;
        }

        if (strategy == "LINEAR")
        {
            configuration["linearConfiguration"] = new JsonObject { ["stepPercent"] = 20, ["stepBakeTimeInMinutes"] = Day };
        }
        else if (strategy == "CANARY")
        {
            configuration["canaryConfiguration"] = new JsonObject { ["canaryPercent"] = 20, ["canaryBakeTimeInMinutes"] = Day };
        }

        return configuration;
    }

    /// <summary>A service whose version one works, and the address at which it answers.</summary>
    private async Task<(JsonObject Service, string Url)> ServiceAsync(
        string strategy, JsonObject configuration, string health = BalancedServices.AppPath)
    {
        var (blue, green) = (await sandbox.GroupOfContainersAsync(health), await sandbox.GroupOfContainersAsync(health));
        var balancer = await sandbox.BalancerAsync();
        var rule = await sandbox.RuleAsync(await sandbox.ListenerAsync(balancer), 1, "/*", BalancedServices.Weighted(blue, green));
        var members = BalancedServices.Behind(blue);
        members["deploymentConfiguration"] = configuration.DeepClone();
        if (strategy != "ROLLING")
        {
            members = await sandbox.BehindBothAsync(blue, green, rule, configuration);
        }

        var service = await sandbox.SteadyServiceAsync(sandbox.AgingApp("one", Sound), 1, members);
        return (service, await sandbox.UrlAsync(balancer) + BalancedServices.AppPath);
    }

    private async Task DeployAsync(JsonObject service, int answers) => await sandbox.UpdateAsync(
        service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(sandbox.AgingApp("two", answers)) });
}
