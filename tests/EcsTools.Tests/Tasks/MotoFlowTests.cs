using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Removal;
using EcsTools.Schedules;
using EcsTools.Schedules.Expressions;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Tasks;

/// <summary>
/// The flow from a cluster to a schedule against moto, which is another party's idea of AWS. What it cannot serve is not here: running
/// containers.
/// </summary>
public class MotoFlowTests(MotoServer moto) : IClassFixture<MotoServer>
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    [SkippableFact]
    public async Task A_cluster_is_made_found_changed_and_removed()
    {
        using var connection = Connect();
        var clusters = new FargateClusters(connection);
        var request = new FargateClusterRequest
        {
            Cluster = "moto-" + _run,
            ContainerInsights = "enabled",
            Tags = new Dictionary<string, string> { ["a"] = "1" },
        };
        Assert.Equal(ChangeStatus.Created, (await EnsureAsync(request)).Change);
        var again = await EnsureAsync(request);
        Assert.Equal((ChangeStatus.Unchanged, "enabled", "1"), (again.Change, again.ContainerInsights, again.Tags["a"]));
        Assert.Equal(ChangeStatus.Updated, (await EnsureAsync(request with { ContainerInsights = "disabled" })).Change);
        var removal = new FargateClusterRemoval(connection);
        await removal.RemoveAsync(await removal.PlanAsync(request.Cluster, default), force: false, null, default);
        Assert.Equal(
            "ClusterNotFound",
            (await Assert.ThrowsAsync<EcsToolsException>(() => clusters.RequireAsync(request.Cluster, default))).ErrorId);

        async Task<FargateCluster> EnsureAsync(FargateClusterRequest wanted)
            => await clusters.ApplyAsync(await clusters.PlanAsync(wanted, default), null, default);
    }

    [SkippableFact]
    public async Task A_task_definition_is_registered_once_and_a_task_of_it_started_found_and_stopped()
    {
        using var connection = Connect();
        var cluster = await ClusterAsync(connection);
        var request = new TaskDefinitionRequest
        {
            Family = "moto-" + _run,

            // moto wants the memory of each container too, where AWS is content with the task's.
            Json = """{ "containerDefinitions": [{ "name": "main", "image": "example:1", "memory": 512 }] }""",
            Ports = [new TaskPort(80, "tcp")],
            Environment = new Dictionary<string, string> { ["A"] = "1" },
            HealthCheck = new TaskHealthCheck { Command = ["true"] },
            LogGroup = "/ecs/moto-" + _run,
        };
        var made = await RegisterAsync(connection, request);
        Assert.Equal((ChangeStatus.Created, 1, 256, 512), (made.Change, made.Revision, made.Cpu, made.Memory));
        Assert.Equal((ChangeStatus.Unchanged, 1), Of(await RegisterAsync(connection, request)));
        Assert.Equal((ChangeStatus.Updated, 2), Of(await RegisterAsync(connection, request with { ImageUri = "example:2" })));
        Assert.True(await new LogGroups(connection).ExistsAsync("/ecs/moto-" + _run, default));

        var start = new TaskStart(connection);
        var plan = await start.PlanAsync(new StartTaskRequest { TaskDefinition = made.Family, Cluster = cluster, Count = 2 }, default);
        Assert.True(plan.Network.Subnets.Count > 1);
        var tasks = await start.StartAsync(plan, error => throw error, null, default).ToListAsync();
        Assert.Equal(2, tasks.Count);
        var found = await new FargateTasks(connection).GetAsync(
            new TaskQuery { Tasks = tasks.Select(task => task.TaskArn).ToList() }, error => throw error, default).ToListAsync();
        Assert.Equal(2, found.Count);
        Assert.Equal(
            "STOPPED",
            (await new FargateTasks(connection).StopAsync(TaskReference.Parse(tasks[0].TaskArn, null), "enough", default)).DesiredStatus);
        Assert.Empty((await start.PlanAsync(plan.Request, default)).Network.Differences);

        static (string?, int) Of(FargateTaskDefinition definition) => (definition.Change, definition.Revision);
    }

    [SkippableTheory]
    [InlineData(ScheduleBackend.Scheduler)]
    [InlineData(ScheduleBackend.Rule)]
    public async Task A_schedule_is_made_found_unchanged_changed_and_removed(ScheduleBackend backend)
    {
        using var connection = Connect();
        var cluster = await ClusterAsync(connection);
        var definition = await RegisterAsync(connection, new TaskDefinitionRequest { Family = "plan-" + _run, ImageUri = "example:1" });
        var schedules = new ScheduledTasks(connection);
        var request = new ScheduledTaskRequest
        {
            Name = "moto-" + _run,
            Backend = backend,
            Expression = ScheduleExpression.FromCron("0 3 * * ? *"),
            TaskDefinition = definition.Family,
            Cluster = cluster,
            Overrides = new TaskOverrides { Command = ["x"] },
        };
        Assert.Equal(ChangeStatus.Created, (await EnsureAsync(request)).Change);
        Assert.Empty((await schedules.PlanAsync(request, keep: false, default)).Differences);
        Assert.Equal("rate(6 hours)", (await EnsureAsync(request with { Expression = ScheduleExpression.FromEvery("6h") })).Expression);
        var found = Assert.Single(await schedules.GetAsync([request.Name], null, null, error => throw error, default).ToListAsync());
        Assert.Equal((backend.ToString(), cluster, definition.Family), (found.Backend, found.Cluster, found.TaskDefinition));
        Assert.Equal("DISABLED", (await schedules.SwitchAsync(found, enabled: false, default)).State);
        await schedules.RemoveAsync(found, default);
        Assert.Empty(await schedules.GetAsync([request.Name], null, null, _ => { }, default).ToListAsync());

        async Task<ScheduledTask> EnsureAsync(ScheduledTaskRequest wanted)
            => await schedules.ApplyAsync(await schedules.PlanAsync(wanted, keep: false, default), null, default);
    }

    private AwsConnection Connect()
        => new(new BasicAWSCredentials("AKIAMOTO", "secret"), "us-east-1", moto.EndpointUrl, SystemClock.Instance);

    private async Task<string> ClusterAsync(AwsConnection connection)
    {
        var clusters = new FargateClusters(connection);
        return (await clusters.ApplyAsync(
            await clusters.PlanAsync(new FargateClusterRequest { Cluster = "flow-" + _run }, default),
            null,
            default)).Cluster;
    }

    private static async Task<FargateTaskDefinition> RegisterAsync(AwsConnection connection, TaskDefinitionRequest request)
    {
        var definitions = new FargateTaskDefinitions(connection);
        return await definitions.ApplyAsync(await definitions.PlanAsync(request, default), null, default);
    }
}
