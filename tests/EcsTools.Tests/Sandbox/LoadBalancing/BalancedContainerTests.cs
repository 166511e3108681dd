using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;
using EcsTools.Tests.Sandbox.Engine;
using EcsTools.Tests.Sandbox.Hosting;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>A sandbox with containers in which health checks come soon.</summary>
public sealed class BalancedContainerSandbox : DockerSandbox
{
    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Docker, TimeScale = 10 };
}

/// <summary>Services whose containers answer behind load balancers of the sandbox.</summary>
[TakesLong]
public sealed class BalancedContainerTests(BalancedContainerSandbox sandbox) : IClassFixture<BalancedContainerSandbox>
{
    [SkippableFact]
    public async Task Two_tasks_answer_behind_a_load_balancer_and_none_after_they_are_stopped()
    {
        sandbox.Require();
        var group = await sandbox.GroupOfContainersAsync();
        var balancer = await sandbox.BalancerAsync();
        await sandbox.ListenerAsync(balancer, 80, group);
        var service = await sandbox.SteadyServiceAsync(sandbox.WebServer("hostname > /index.html"), 2, BalancedServices.Behind(group));
        var aws = new AwsCli(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, sandbox.Server.SecretKey);
        await aws.JsonAsync("elbv2", "wait", "target-in-service", "--target-group-arn", group);

        var url = await sandbox.UrlAsync(balancer);
        var answers = new HashSet<string>();
        for (var request = 0; request < 20; request++)
        {
            answers.Add(await SteadyClient.Http.GetStringAsync(url));
        }

        Assert.Equal(2, answers.Count);
        var target = (await sandbox.HealthAsync(group))[0]!["Target"]!;
        await sandbox.DeleteServiceAsync(service);
        await LoadBalancingCalls.UntilAsync(async () => (int)(await SteadyClient.Http.GetAsync(url)).StatusCode == 503, "without targets");
        await aws.JsonAsync(
            "elbv2", "wait", "target-deregistered", "--target-group-arn", group, "--targets", $"Id={target["Id"]},Port={target["Port"]}");
    }

    [SkippableFact]
    public async Task A_target_that_answers_500_is_unhealthy_with_its_reason_and_its_task_is_replaced()
    {
        sandbox.Require();
        var group = await sandbox.GroupOfContainersAsync();
        await sandbox.ListenerAsync(await sandbox.BalancerAsync(), 80, group);
        var input = await sandbox.ServiceInputAsync(
            await sandbox.ClusterAsync(), await sandbox.RegisterAsync(sandbox.WebServer("rm -f /index.html")));
        input["loadBalancers"] = BalancedServices.Behind(group)["loadBalancers"]!.DeepClone();
        input["healthCheckGracePeriodSeconds"] = 3;
        var service = await sandbox.CreateServiceAsync(input);
        JsonNode? sick = null;
        await LoadBalancingCalls.UntilAsync(
            async () => (sick = (await sandbox.HealthAsync(group)).FirstOrDefault(
                target => (string)target!["TargetHealth"]!["State"]! == "unhealthy")) is not null,
            "unhealthy");
        Assert.Equal("Target.ResponseCodeMismatch", (string)sick!["TargetHealth"]!["Reason"]!);
        Assert.Equal("Health checks failed with these codes: [404]", (string)sick["TargetHealth"]!["Description"]!);
        await sandbox.WaitForServiceAsync(
            service, now => now["events"]!.AsArray().Any(item => ((string)item!["message"]!).EndsWith("due to (reason Health checks failed with these codes: [404]).")),
            "told of it");
        await sandbox.DeleteServiceAsync(service);
    }

    [SkippableTheory]
    [InlineData("ROLLING")]
    [InlineData("BLUE_GREEN")]
    [InlineData("CANARY")]
    public async Task No_request_fails_while_a_deployment_replaces_the_tasks(string strategy)
    {
        sandbox.Require();
        var (blue, green) = (await sandbox.GroupOfContainersAsync(), await sandbox.GroupOfContainersAsync());
        var balancer = await sandbox.BalancerAsync();
        var listener = await sandbox.ListenerAsync(balancer);
        var rule = await sandbox.RuleAsync(listener, 1, "/*", BalancedServices.Weighted(blue, green));
        var more = strategy == "ROLLING" ? BalancedServices.Behind(blue) : await sandbox.BehindBothAsync(blue, green, rule, Deployment(strategy));
        var service = await sandbox.SteadyServiceAsync(sandbox.WebServer("echo one > /index.html"), 1, more);
        var url = await sandbox.UrlAsync(balancer);
        Assert.Equal("one\n", await SteadyClient.Http.GetStringAsync(url));
        await using var client = new SteadyClient(url);
        await sandbox.UpdateAsync(
            service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(sandbox.WebServer("echo two > /index.html")) });
        await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");
        var answers = await client.StopAsync();

        Assert.DoesNotContain(answers, answer => answer.Status != 200);
        Assert.Equal(["one", "two"], answers.Select(answer => answer.Body).Distinct().Order());
        Assert.Equal("two\n", await SteadyClient.Http.GetStringAsync(url));
        await sandbox.DeleteServiceAsync(service);
    }

    [SkippableFact]
    public async Task Test_traffic_reaches_the_new_tasks_before_production_does()
    {
        sandbox.Require();
        var (blue, green) = (await sandbox.GroupOfContainersAsync(), await sandbox.GroupOfContainersAsync());
        var balancer = await sandbox.BalancerAsync();
        var rule = await sandbox.RuleAsync(await sandbox.ListenerAsync(balancer), 1, "/*", BalancedServices.Weighted(blue, green));
        var test = await sandbox.RuleAsync(await sandbox.ListenerAsync(balancer, 8080), 1, "/*", BalancedServices.Weighted(blue, green));
        var configuration = Deployment("BLUE_GREEN");
        configuration["lifecycleHooks"] = new JsonArray(new JsonObject
        {
            ["targetType"] = "PAUSE",
            ["lifecycleStages"] = new JsonArray("POST_TEST_TRAFFIC_SHIFT"),
        });
        var more = await sandbox.BehindBothAsync(blue, green, rule, configuration, test);
        var service = await sandbox.CreateServiceAsync(await InputAsync("echo one > /index.html", more));
        await sandbox.AnswerHookAsync(service);
        await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");
        await sandbox.UpdateAsync(
            service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(sandbox.WebServer("echo two > /index.html")) });
        var hook = await sandbox.WaitingHookAsync(service);
        var url = await sandbox.UrlAsync(balancer);

        Assert.Equal(("one\n", "two\n"), (await SteadyClient.Http.GetStringAsync(url), await SteadyClient.Http.GetStringAsync(url + ":8080")));
        await sandbox.AnswerHookAsync(service, hook);
        await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");
        Assert.Equal("two\n", await SteadyClient.Http.GetStringAsync(url));
        await sandbox.DeleteServiceAsync(service);
    }

    private async Task<JsonObject> InputAsync(string script, JsonObject more)
    {
        var input = await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(sandbox.WebServer(script)));
        foreach (var member in more)
        {
            input[member.Key] = member.Value?.DeepClone();
        }

        return input;
    }

    private static JsonObject Deployment(string strategy)
    {
        var configuration = new JsonObject { ["strategy"] = strategy, ["bakeTimeInMinutes"] = 0 };
        if (strategy == "CANARY")
        {
            configuration["canaryConfiguration"] = new JsonObject { ["canaryPercent"] = 50, ["canaryBakeTimeInMinutes"] = 1 };
        }

        return configuration;
    }
}
