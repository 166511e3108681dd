using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
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
    private static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });

    [SkippableFact]
    public async Task Two_tasks_answer_behind_a_load_balancer_and_none_after_they_are_stopped()
    {
        sandbox.Require();
        var group = await GroupAsync();
        var balancer = await sandbox.BalancerAsync();
        await sandbox.ListenerAsync(balancer, 80, group);
        var service = await sandbox.SteadyServiceAsync(Definition("hostname > /index.html"), 2, Behind(group));
        var aws = new AwsCli(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, sandbox.Server.SecretKey);
        await aws.JsonAsync("elbv2", "wait", "target-in-service", "--target-group-arn", group);

        var url = await UrlAsync(balancer);
        var answers = new HashSet<string>();
        for (var request = 0; request < 20; request++)
        {
            answers.Add(await Client.GetStringAsync(url));
        }

        Assert.Equal(2, answers.Count);
        var target = (await sandbox.HealthAsync(group))[0]!["Target"]!;
        await sandbox.DeleteServiceAsync(service);
        await LoadBalancingCalls.UntilAsync(async () => (int)(await Client.GetAsync(url)).StatusCode == 503, "without targets");
        await aws.JsonAsync(
            "elbv2", "wait", "target-deregistered", "--target-group-arn", group, "--targets", $"Id={target["Id"]},Port={target["Port"]}");
    }

    [SkippableFact]
    public async Task A_target_that_answers_500_is_unhealthy_with_its_reason_and_its_task_is_replaced()
    {
        sandbox.Require();
        var group = await GroupAsync();
        await sandbox.ListenerAsync(await sandbox.BalancerAsync(), 80, group);
        var input = await sandbox.ServiceInputAsync(
            await sandbox.ClusterAsync(), await sandbox.RegisterAsync(Definition("rm -f /index.html")));
        input["loadBalancers"] = Behind(group)["loadBalancers"]!.DeepClone();
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
            service, now => now["events"]!.AsArray().Any(item => ((string)item!["message"]!).Contains("is unhealthy in (target-group")), "told of it");
        await sandbox.DeleteServiceAsync(service);
    }

    [SkippableTheory]
    [InlineData("ROLLING")]
    [InlineData("BLUE_GREEN")]
    [InlineData("CANARY")]
    public async Task No_request_fails_while_a_deployment_replaces_the_tasks(string strategy)
    {
        sandbox.Require();
        var (blue, green) = (await GroupAsync(), await GroupAsync());
        var balancer = await sandbox.BalancerAsync();
        var listener = await sandbox.ListenerAsync(balancer);
        var rule = await sandbox.RuleAsync(listener, 1, "/*", Weighted(blue, green));
        var more = Behind(blue);
        if (strategy != "ROLLING")
        {
            more["loadBalancers"]![0]!["advancedConfiguration"] = new JsonObject
            {
                ["alternateTargetGroupArn"] = green,
                ["productionListenerRule"] = rule,
                ["roleArn"] = await sandbox.NewRoleAsync("ecs.amazonaws.com", null, "elasticloadbalancing:*"),
            };
            more["deploymentConfiguration"] = Deployment(strategy);
        }

        var service = await sandbox.SteadyServiceAsync(Definition("echo one > /index.html"), 1, more);
        var url = await UrlAsync(balancer);
        Assert.Equal("one\n", await Client.GetStringAsync(url));
        using var over = new CancellationTokenSource();
        var load = RequestAsync(url, over.Token);
        await sandbox.UpdateAsync(service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(Definition("echo two > /index.html")) });
        await sandbox.WaitForDeploymentAsync(service, "SUCCESSFUL");
        over.Cancel();
        var answers = await load;

        Assert.Equal(["one\n", "two\n"], answers.Keys.Order());
        Assert.Equal("two\n", await Client.GetStringAsync(url));
        await sandbox.DeleteServiceAsync(service);
    }

    private static JsonObject Weighted(string first, string second) => new()
    {
        ["Type"] = "forward",
        ["ForwardConfig"] = new JsonObject
        {
            ["TargetGroups"] = new JsonArray(
                new JsonObject { ["TargetGroupArn"] = first, ["Weight"] = 100 }, new JsonObject { ["TargetGroupArn"] = second, ["Weight"] = 0 }),
        },
    };

    private static JsonObject Deployment(string strategy)
    {
        var configuration = new JsonObject { ["strategy"] = strategy, ["bakeTimeInMinutes"] = 0 };
        if (strategy == "CANARY")
        {
            configuration["canaryConfiguration"] = new JsonObject { ["canaryPercent"] = 50, ["canaryBakeTimeInMinutes"] = 1 };
        }

        return configuration;
    }

    /// <summary>Sends requests one after the other until it is told to stop. Each must be answered with success.</summary>
    private static async Task<Dictionary<string, int>> RequestAsync(string url, CancellationToken over)
    {
        var answers = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!over.IsCancellationRequested)
        {
            using var answer = await Client.GetAsync(url, CancellationToken.None);
            Assert.True(answer.IsSuccessStatusCode, $"A request was answered with {answer.StatusCode}.");
            var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            answers[text] = answers.GetValueOrDefault(text) + 1;
        }

        return answers;
    }

    private static JsonObject Behind(string group) => new()
    {
        ["loadBalancers"] = new JsonArray(new JsonObject
        {
            ["targetGroupArn"] = group,
            ["containerName"] = "main",
            ["containerPort"] = 8080,
        }),
    };

    /// <summary>A web server over a folder that a script prepares.</summary>
    private JsonObject Definition(string script)
        => sandbox.ServiceDefinition($"mkdir -p /www; cd /www; {script.Replace(" /index", " /www/index")}; exec httpd -f -p 8080 -h /www", port: 8080);

    private async Task<string> GroupAsync()
    {
        var group = await sandbox.GroupAsync(null, new JsonObject { ["HealthCheckIntervalSeconds"] = 6, ["HealthCheckTimeoutSeconds"] = 5 });
        await sandbox.ElbAsync("ModifyTargetGroupAttributes", new JsonObject
        {
            ["TargetGroupArn"] = group,
            ["Attributes"] = new JsonArray(new JsonObject { ["Key"] = "deregistration_delay.timeout_seconds", ["Value"] = "10" }),
        });
        return group;
    }

    private async Task<string> UrlAsync(string balancer)
        => "http://" + (string)(await sandbox.ElbAsync(
            "DescribeLoadBalancers", new JsonObject { ["LoadBalancerArns"] = new JsonArray(balancer) }))["LoadBalancers"]![0]!["DNSName"]!;
}
