using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Schedules;
using EcsTools.Schedules.Expressions;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Tasks;
using EcsTools.Usage;
using Xunit;

namespace EcsTools.Tests.Usage;

public class TaskDefinitionRemovalTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [Fact]
    public async Task The_newest_stay_and_the_others_go()
    {
        var family = await FamilyAsync(6);
        var plan = Assert.Single(await PlanAsync(new TaskDefinitionRemovalRequest { TaskDefinitions = [family], KeepLast = 2 }));

        Assert.Equal([$"{family}:1", $"{family}:2", $"{family}:3", $"{family}:4"], plan.Deregister);
        Assert.Equal([$"{family}:6", $"{family}:5"], plan.Kept);
        Assert.Empty(plan.Delete);
        Assert.Empty(plan.Spared);
        var removed = await ApplyAsync(plan);
        Assert.All(removed, definition => Assert.Equal(("INACTIVE", ChangeStatus.Removed), (definition.Status, definition.Change)));
        Assert.Equal(4, removed.Count);
        Assert.Equal([6, 5], (await ActiveAsync(family)).Select(definition => definition.Revision));
    }

    [SkippableFact]
    public async Task What_is_in_use_is_spared_and_by_what_is_said()
    {
        var family = await FamilyAsync(5, port: true);
        var cluster = await sandbox.ClusterAsync();
        var task = Assert.Single(
            await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = family + ":1", Cluster = cluster.Cluster }));
        await ServiceAsync(cluster, "web", family + ":2");
        var (scheduler, rule) = (TaskSandbox.Unique("nightly"), TaskSandbox.Unique("hourly"));
        await ScheduleAsync(scheduler, family + ":3", cluster, ScheduleBackend.Scheduler);
        await ScheduleAsync(rule, family, cluster, ScheduleBackend.Rule);
        var plan = Assert.Single(await PlanAsync(new TaskDefinitionRemovalRequest { TaskDefinitions = [family] }));

        Assert.Equal([family + ":4"], plan.Deregister);
        var users = plan.Spared.ToDictionary(spared => spared.TaskDefinition, spared => string.Join("; ", spared.Users));
        Assert.Equal($"task {task.TaskId} in {cluster.Cluster}", users[family + ":1"]);
        Assert.Contains($"service web in {cluster.Cluster}", users[family + ":2"]);
        Assert.Contains($"schedule {scheduler}", users[family + ":3"]);
        Assert.Contains($"rule {rule}", users[family + ":5"]);
        await new FargateTasks(sandbox.Connection).StopAsync(TaskReference.Parse(task.TaskArn, null), null, default);
    }

    [SkippableFact]
    public async Task What_a_rollback_goes_back_to_is_spared()
    {
        var family = await FamilyAsync(4, port: true);
        var cluster = await sandbox.ClusterAsync();
        await ServiceAsync(cluster, "shop", family + ":1");
        foreach (var revision in new[] { 2, 3 })
        {
            await sandbox.Boto.CallAsync("ecs", "UpdateService",
                new JsonObject { ["cluster"] = cluster.Cluster, ["service"] = "shop", ["taskDefinition"] = $"{family}:{revision}" });
            await SettledAsync(cluster, "shop");
        }

        var plan = Assert.Single(await PlanAsync(new TaskDefinitionRemovalRequest { TaskDefinitions = [family] }));
        Assert.Equal([family + ":1", family + ":4"], plan.Deregister);
        Assert.Contains($"rollbacks of service shop in {cluster.Cluster}",
            plan.Spared.Single(spared => spared.TaskDefinition == family + ":2").Users);
        await sandbox.Boto.CallAsync("ecs", "DeleteService",
            new JsonObject { ["cluster"] = cluster.Cluster, ["service"] = "shop", ["force"] = true });
    }

    [SkippableFact]
    public async Task Deleting_takes_ten_a_call_and_what_was_deregistered_before()
    {
        var family = await FamilyAsync(13);
        await sandbox.Boto.CallAsync("ecs", "DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = family + ":1" });
        var plan = Assert.Single(
            await PlanAsync(new TaskDefinitionRemovalRequest { TaskDefinitions = [family], KeepLast = 1, Delete = true }));

        Assert.Equal(11, plan.Deregister.Count);
        Assert.Equal(12, plan.Delete.Count);
        var removed = await ApplyAsync(plan);
        Assert.Equal(12, removed.Count);
        Assert.All(removed, definition => Assert.Equal("DELETE_IN_PROGRESS", definition.Status));
        Assert.Equal([13], (await ActiveAsync(family)).Select(definition => definition.Revision));
    }

    [Fact]
    public async Task Single_revisions_go_alone_and_the_newest_do_not_with_KeepLast()
    {
        var family = await FamilyAsync(3);
        var arn = (await ActiveAsync(family))[0].TaskDefinitionArn;
        var plan = Assert.Single(
            await PlanAsync(new TaskDefinitionRemovalRequest { TaskDefinitions = [arn, family + ":1"], KeepLast = 1 }));

        Assert.Equal([family + ":1"], plan.Deregister);
        Assert.Equal([family + ":3"], plan.Kept);
    }

    [Fact]
    public async Task Families_are_found_by_wildcards_and_what_is_not_there_is_told()
    {
        var prefix = TaskSandbox.Unique("wild");
        await sandbox.RegisterAsync(new TaskDefinitionRequest { Family = prefix + "-a", ImageUri = "example:1" });
        await sandbox.RegisterAsync(new TaskDefinitionRequest { Family = prefix + "-b", ImageUri = "example:1" });
        var missing = new List<EcsToolsException>();
        var request = new TaskDefinitionRemovalRequest { TaskDefinitions = [prefix + "*", prefix + "-a:7", prefix + "-c", "none*"] };
        var plans = await new TaskDefinitionRemoval(sandbox.Connection).PlanAsync(request, missing.Add, default);

        Assert.Equal([prefix + "-a", prefix + "-b"], plans.Where(plan => plan.IsNeeded).Select(plan => plan.Family));
        Assert.Equal([prefix + "-a:7", prefix + "-c"], missing.Select(problem => problem.Target));
        Assert.All(missing, problem => Assert.Equal("TaskDefinitionNotFound", problem.ErrorId));
    }

    private async Task<string> FamilyAsync(int revisions, bool port = false)
    {
        var request = new TaskDefinitionRequest
        {
            Family = TaskSandbox.Unique("prune"),
            ImageUri = "example:1",
            Ports = port
            ? [new TaskPort(80, "tcp")] : null,
            Force = true
        };
        for (var revision = 0; revision < revisions; revision++)
        {
            await sandbox.RegisterAsync(request);
        }

        return request.Family;
    }

    private async Task ServiceAsync(FargateCluster cluster, string name, string definition)
    {
        var subnets = await sandbox.Boto.CallAsync("ec2", "DescribeSubnets");
        await sandbox.Boto.CallAsync("ecs", "CreateService", new JsonObject
        {
            ["cluster"] = cluster.Cluster,
            ["serviceName"] = name,
            ["taskDefinition"] = definition,
            ["desiredCount"] = 1,
            ["launchType"] = "FARGATE",
            ["networkConfiguration"] = new JsonObject
            {
                ["awsvpcConfiguration"] = new JsonObject
                {
                    ["subnets"] = new JsonArray((string)subnets["Subnets"]![0]!["SubnetId"]!),
                    ["assignPublicIp"] = "ENABLED"
                },
            },
        });
        await SettledAsync(cluster, name);
    }

    private async Task SettledAsync(FargateCluster cluster, string service)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            var listed = await sandbox.Boto.CallAsync("ecs", "ListServiceDeployments",
                new JsonObject { ["cluster"] = cluster.Cluster, ["service"] = service });
            if (listed["serviceDeployments"]!.AsArray().All(deployment => (string?)deployment!["status"] == "SUCCESSFUL"))
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"Service {service} never settled.");
    }

    private async Task ScheduleAsync(string name, string definition, FargateCluster cluster, ScheduleBackend backend)
    {
        var schedules = new ScheduledTasks(sandbox.Connection);
        var request = new ScheduledTaskRequest
        {
            Name = name,
            Expression = ScheduleExpression.Parse("rate(1 day)"),
            TaskDefinition = definition,
            Cluster = cluster.Cluster,
            Backend = backend,
            PinRevision = definition.Contains(':')
        };
        await schedules.ApplyAsync(await schedules.PlanAsync(request, keep: false, default), null, default);
    }

    private Task<IReadOnlyList<TaskDefinitionRemovalPlan>> PlanAsync(TaskDefinitionRemovalRequest request)
        => new TaskDefinitionRemoval(sandbox.Connection).PlanAsync(request, error => throw error, default);

    private async Task<List<FargateTaskDefinition>> ApplyAsync(TaskDefinitionRemovalPlan plan)
        => await new TaskDefinitionRemoval(sandbox.Connection).ApplyAsync(plan, error => throw error, null, default).ToListAsync();

    private async Task<List<FargateTaskDefinition>> ActiveAsync(string family)
        => await new FargateTaskDefinitions(sandbox.Connection).GetAsync([family], false, "ACTIVE", error => throw error, default)
            .ToListAsync();
}
