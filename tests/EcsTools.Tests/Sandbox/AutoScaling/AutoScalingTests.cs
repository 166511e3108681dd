using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.AutoScaling;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;
using EcsTools.Tests.Support;
using Xunit;

using static EcsTools.Tests.Sandbox.AutoScaling.ScalingCalls;

namespace EcsTools.Tests.Sandbox.AutoScaling;

/// <summary>Application Auto Scaling as boto3 sees it.</summary>
public sealed class AutoScalingTests(FastScalingSandbox sandbox) : IClassFixture<FastScalingSandbox>
{
    private const string Cpu = "ECSServiceAverageCPUUtilization";
    private const string Requests = "ALBRequestCountPerTarget";
    private const string Label = "app/front/0123456789abcdef/targetgroup/web/0123456789abcdef";

    [SkippableFact]
    public async Task What_is_put_is_described_until_it_is_deleted()
    {
        var resource = ResourceOf(await ServiceAsync());
        await sandbox.ScaleAsync("RegisterScalableTarget", resource, Bounds(1, 4));
        await sandbox.ScaleAsync("RegisterScalableTarget", resource, new JsonObject { ["MaxCapacity"] = 6 });
        var put = await sandbox.ScaleAsync("PutScalingPolicy", resource, Tracking(Cpu, 60));
        await sandbox.ScaleAsync("PutScheduledAction", resource, new JsonObject
        {
            ["ScheduledActionName"] = "night",
            ["Schedule"] = "cron(0 20 * * ? *)",
            ["Timezone"] = "Europe/Rome",
            ["ScalableTargetAction"] = Bounds(0, 0),
        });

        var target = Assert.Single((await sandbox.Boto.CallAsync("application-autoscaling", "DescribeScalableTargets", new JsonObject
        {
            ["ServiceNamespace"] = "ecs",
            ["ResourceIds"] = new JsonArray(resource),
            ["ScalableDimension"] = "ecs:service:DesiredCount",
        }))["ScalableTargets"]!.AsArray())!;
        Assert.Equal((1, 6), ((int)target["MinCapacity"]!, (int)target["MaxCapacity"]!));
        var policy = Assert.Single((await sandbox.ScaleAsync("DescribeScalingPolicies", resource))["ScalingPolicies"]!.AsArray())!;
        Assert.Equal((string?)put["PolicyARN"], (string?)policy["PolicyARN"]);
        Assert.Equal(60, (double)policy["TargetTrackingScalingPolicyConfiguration"]!["TargetValue"]!);
        Assert.Equal(2, policy["Alarms"]!.AsArray().Count);
        var action = Assert.Single((await sandbox.ScaleAsync("DescribeScheduledActions", resource))["ScheduledActions"]!.AsArray())!;
        Assert.Equal(("night", "Europe/Rome"), ((string)action["ScheduledActionName"]!, (string)action["Timezone"]!));

        await sandbox.ScaleAsync("DeleteScalingPolicy", resource, new JsonObject { ["PolicyName"] = Cpu });
        await sandbox.ScaleAsync("DeleteScheduledAction", resource, new JsonObject { ["ScheduledActionName"] = "night" });
        await sandbox.ScaleAsync("DeregisterScalableTarget", resource);
        foreach (var (operation, member) in new[] { ("DescribeScalingPolicies", "ScalingPolicies"), ("DescribeScheduledActions", "ScheduledActions") })
        {
            Assert.Empty((await sandbox.ScaleAsync(operation, resource))[member]!.AsArray());
        }
    }

    [SkippableTheory]
    [InlineData("RegisterScalableTarget", "{}", "ValidationException")]
    [InlineData("RegisterScalableTarget", """{"MinCapacity":5,"MaxCapacity":2}""", "ValidationException")]
    [InlineData("RegisterScalableTarget", """{"MinCapacity":-1,"MaxCapacity":2}""", "ValidationException")]
    [InlineData("RegisterScalableTarget", """{"MinCapacity":1,"MaxCapacity":2,"ServiceNamespace":"dynamodb"}""", "ValidationException")]
    [InlineData("RegisterScalableTarget", """{"MinCapacity":1,"MaxCapacity":2,"ScalableDimension":"nothing"}""", "ValidationException")]
    [InlineData("DeregisterScalableTarget", "{}", "ObjectNotFoundException")]
    [InlineData("DeleteScalingPolicy", """{"PolicyName":"none"}""", "ObjectNotFoundException")]
    [InlineData("DeleteScheduledAction", """{"ScheduledActionName":"none"}""", "ObjectNotFoundException")]
    [InlineData("PutScalingPolicy", """{"PolicyName":"p","PolicyType":"TargetTrackingScaling"}""", "ObjectNotFoundException")]
    public async Task What_AWS_refuses_of_a_service_that_is_not_scaled_is_refused(string operation, string input, string code)
        => Assert.StartsWith(
            code, await sandbox.ScaleRefusedAsync(operation, ResourceOf(await ServiceAsync()), JsonNode.Parse(input)!.AsObject()));

    [SkippableFact]
    public async Task A_service_that_is_not_there_cannot_be_scaled()
        => Assert.StartsWith(
            "ValidationException", await sandbox.ScaleRefusedAsync("RegisterScalableTarget", "service/nowhere/web", Bounds(1, 2)));

    [SkippableFact]
    public async Task What_AWS_refuses_of_policies_and_schedules_is_refused()
    {
        var resource = ResourceOf(await ServiceAsync());
        await sandbox.ScaleAsync("RegisterScalableTarget", resource, Bounds(1, 4));
        await sandbox.ScaleAsync("PutScalingPolicy", resource, Tracking(Cpu, 60));
        var second = Tracking(Cpu, 70);
        second["PolicyName"] = "another";
        foreach (var policy in new[]
        {
            second, Tracking(Cpu, 0), Tracking(Requests, 100), Tracking(Requests, 100, "web"), Tracking(Cpu, 50, Label),
            Tracking("DynamoDBReadCapacityUtilization", 50), new JsonObject { ["PolicyName"] = "p", ["PolicyType"] = "TargetTrackingScaling" },
        })
        {
            Assert.StartsWith("ValidationException", await sandbox.ScaleRefusedAsync("PutScalingPolicy", resource, policy));
        }

        foreach (var (schedule, zone, bounds) in new[]
        {
            ("every day", "UTC", Bounds(1, 2)), ("at(2020-01-01T00:00:00)", "UTC", Bounds(1, 2)), ("rate(1 day)", "Nowhere/At_All", Bounds(1, 2)),
            ("rate(1 day)", "UTC", Bounds(2, 1)), ("rate(1 day)", "UTC", []),
        })
        {
            Assert.StartsWith("ValidationException", await sandbox.ScaleRefusedAsync("PutScheduledAction", resource, new JsonObject
            {
                ["ScheduledActionName"] = "s",
                ["Schedule"] = schedule,
                ["Timezone"] = zone,
                ["ScalableTargetAction"] = bounds,
            }));
        }
    }

    [SkippableFact]
    public async Task Bounds_bring_the_count_within_them_and_a_schedule_changes_them()
    {
        var service = await ServiceAsync();
        await sandbox.ScaleAsync("RegisterScalableTarget", ResourceOf(service), Bounds(2, 4));
        Assert.Equal(2, (int)(await sandbox.DescribeAsync(service))["desiredCount"]!);
        await sandbox.ScaleAsync("PutScheduledAction", ResourceOf(service), new JsonObject
        {
            ["ScheduledActionName"] = "peak",
            ["Schedule"] = "rate(1 minute)",
            ["ScalableTargetAction"] = Bounds(5, 8),
        });
        await sandbox.WaitForServiceAsync(service, now => (int)now["runningCount"]! == 5, "of five tasks");
    }

    [SkippableFact]
    public async Task Requests_that_are_too_many_for_its_tasks_add_some()
    {
        var group = "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/web/0123456789abcdef";
        var service = await ServiceAsync();
        sandbox.Traffic.Answered[group] = 0;
        await sandbox.ScaleAsync("RegisterScalableTarget", ResourceOf(service), Bounds(1, 3));
        await sandbox.ScaleAsync("PutScalingPolicy", ResourceOf(service), Tracking(Requests, 10, Label));
        await sandbox.WaitForServiceAsync(
            service,
            now =>
            {
                sandbox.Traffic.Answered[group] += 1000;
                return (int)now["runningCount"]! == 3;
            },
            "of three tasks");
    }

    [Fact]
    public async Task All_of_it_is_there_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await StartAsync(folder.Path))
        {
            await CallAsync<EcsService>(first, "CreateCluster", new JsonObject { ["clusterName"] = "c" });
            await CallAsync<EcsService>(first, "RegisterTaskDefinition", EcsSandbox.Definition("f"));
            await CallAsync<EcsService>(first, "CreateService", new JsonObject
            {
                ["cluster"] = "c",
                ["serviceName"] = "web",
                ["taskDefinition"] = "f",
                ["desiredCount"] = 1,
                ["launchType"] = "FARGATE",
                ["networkConfiguration"] = new JsonObject
                {
                    ["awsvpcConfiguration"] = new JsonObject
                    {
                        ["subnets"] = new JsonArray(
                            (string)(await CallAsync<Ec2Service>(first, "DescribeSubnets", []))["Subnets"]![0]!["SubnetId"]!),
                    },
                },
            });
            await CallAsync<AutoScalingService>(first, "RegisterScalableTarget", Named(Bounds(1, 4)));
            await CallAsync<AutoScalingService>(first, "PutScalingPolicy", Named(Tracking(Cpu, 60)));
            await CallAsync<AutoScalingService>(first, "PutScheduledAction", Named(new JsonObject
            {
                ["ScheduledActionName"] = "s",
                ["Schedule"] = "rate(1 day)",
                ["ScalableTargetAction"] = Bounds(0, 0),
            }));
        }

        await using var second = await StartAsync(folder.Path);
        foreach (var (operation, member) in new[]
        {
            ("DescribeScalableTargets", "ScalableTargets"), ("DescribeScalingPolicies", "ScalingPolicies"),
            ("DescribeScheduledActions", "ScheduledActions"),
        })
        {
            Assert.Single((await CallAsync<AutoScalingService>(second, operation, new JsonObject { ["ServiceNamespace"] = "ecs" }))[member]!.AsArray());
        }
    }

    private static Task<SandboxServer> StartAsync(string path)
        => SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated, DataPath = path }, CancellationToken.None);

    private static Task<JsonObject> CallAsync<T>(SandboxServer server, string operation, JsonObject input)
        where T : SandboxService
        => server.Cloud.Service<T>().Operations[operation](new SandboxCall(
            operation, input, "request", new SandboxPrincipal(SandboxCloud.AccountId, "arn:aws:iam::000000000000:root", "", ""), default));

    private static JsonObject Named(JsonObject input)
    {
        input["ServiceNamespace"] = "ecs";
        input["ResourceId"] = "service/c/web";
        input["ScalableDimension"] = "ecs:service:DesiredCount";
        return input;
    }

    private Task<JsonObject> ServiceAsync() => sandbox.SteadyServiceAsync(EcsSandbox.Definition());
}
