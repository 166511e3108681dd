using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Failures;
using EcsTools.Failures.Rules;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Failures;

public sealed class FargateFailuresTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_failure_joins_what_ECS_says_with_the_definition()
    {
        var (task, definition) = await WithoutLogGroupAsync();
        var failure = Assert.Single(await GetAsync(new FailureQuery { Tasks = [task.TaskArn] }));

        Assert.Equal(FargateFailureKind.LogGroupMissing, failure.Kind);
        Assert.Equal($"The log group /ecs/{definition.Family} does not exist.", failure.Cause);
        Assert.Equal("TaskFailedToStart", failure.StopCode);
        Assert.Contains(task.StoppedReason!, failure.Detail);
        Assert.Equal($"Get-FargateTaskDefinition {definition.TaskDefinition} | Register-FargateTask | Start-FargateTask -Cluster "
            + $"{task.Cluster}", failure.Fix);
        Assert.Equal((task.TaskId, task.Family, task.Cluster, false),
            (failure.TaskId, failure.Family, failure.Cluster, failure.Remembered));
        Assert.Equal(task.StoppedAt, failure.OccurredAt);
    }

    [SkippableFact]
    public async Task A_task_has_the_remedy_of_its_failure()
    {
        var (task, _) = await WithoutLogGroupAsync();
        Assert.Equal(task.Remedy, Assert.Single(await GetAsync(new FailureQuery { Tasks = [task.TaskArn] })).Remedy);
    }

    [SkippableFact]
    public async Task An_error_begins_with_the_cause_and_has_the_failure_as_its_target()
    {
        var (task, _) = await WithoutLogGroupAsync();
        var failure = Assert.Single(await GetAsync(new FailureQuery { Tasks = [task.TaskArn] })) with { LogLines = ["last words"] };
        var error = FargateFailures.ToError(failure);

        Assert.Equal(("TaskFailed", ErrorKind.Failed), (error.ErrorId, error.Kind));
        Assert.Equal(failure.Cause, error.Message.Split(Environment.NewLine)[0]);
        Assert.Contains("last words", error.Message);
        Assert.Contains(failure.Fix!, error.Remedy);
        Assert.Same(failure, error.Target);
    }

    [Fact]
    public async Task A_task_that_ended_well_or_was_asked_to_end_is_no_failure()
    {
        var cluster = await sandbox.ClusterAsync();
        var well = Assert.Single(
            await sandbox.StartAsync(
            new StartTaskRequest { TaskDefinition = (await sandbox.RegisterAsync()).Family, Cluster = cluster.Cluster }));
        var server = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("server"), ImageUri = "example:1", Ports = [new TaskPort(80, "tcp")] });
        var asked = Assert.Single(
            await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = server.Family, Cluster = cluster.Cluster }));
        await WaitAsync(well, TaskWaitFor.Stopped);
        await WaitAsync(asked, TaskWaitFor.Running);
        Assert.Empty(await GetAsync(new FailureQuery { Tasks = [asked.TaskArn] }));
        await new FargateTasks(sandbox.Connection).StopAsync(TaskReference.Parse(asked.TaskArn, null), null, default);
        await WaitAsync(asked, TaskWaitFor.Stopped);

        Assert.Empty(await GetAsync(new FailureQuery { Clusters = [cluster.Cluster] }));
    }

    [SkippableFact]
    public async Task What_ECS_has_forgotten_is_remembered_for_who_asks_for_the_past()
    {
        var (task, _) = await WithoutLogGroupAsync();
        Assert.Single(await GetAsync(new FailureQuery { Tasks = [task.TaskArn] }));
        var forgotten = new FailureHistory(_folder.Path, SystemClock.Instance).Read()[0] with
        {
            TaskArn = task.TaskArn.Replace(task.TaskId, "ffffffffffffffffffffffffffffffff"),
            TaskId = "ffffffffffffffffffffffffffffffff",
            OccurredAt = DateTimeOffset.UtcNow.AddHours(-3),
        };
        var stranger = forgotten with { TaskArn = forgotten.TaskArn + "0", TaskId = forgotten.TaskId + "0", AccountId = "111111111111" };
        await new FailureHistory(_folder.Path, SystemClock.Instance).AddAsync([forgotten, stranger], default);

        Assert.DoesNotContain(await GetAsync(new FailureQuery()), failure => failure.Remembered);
        var day = await GetAsync(new FailureQuery { Since = DateTimeOffset.UtcNow.AddDays(-1), Families = [task.Family] });
        Assert.Equal([task.TaskId, forgotten.TaskId], day.Select(failure => failure.TaskId));
        Assert.Equal([false, true], day.Select(failure => failure.Remembered));
        Assert.Single(await GetAsync(new FailureQuery { Since = DateTimeOffset.UtcNow.AddHours(-2), Families = [task.Family] }));
        Assert.True(Assert.Single(await GetAsync(new FailureQuery { Tasks = [forgotten.TaskId], Clusters = [task.Cluster] })).Remembered);
    }

    [Fact]
    public async Task A_task_that_neither_knows_is_missing()
    {
        var cluster = await sandbox.ClusterAsync();
        var missing = new List<EcsToolsException>();
        Assert.Empty(await Failures()
            .GetAsync(new FailureQuery { Tasks = ["0123456789abcdef0123456789abcdef"], Clusters = [cluster.Cluster] }, missing.Add,
            default).ToListAsync());
        Assert.Equal("TaskNotFound", Assert.Single(missing).ErrorId);
    }

    [SkippableFact]
    public async Task A_subnet_without_a_way_out_and_a_public_one_are_told_apart_by_EC2()
    {
        var subnets = (await sandbox.Boto.CallAsync("ec2", "DescribeSubnets"))["Subnets"]!.AsArray();
        var facts = await new NetworkProbe(sandbox.Connection).AskAsync((string)subnets[0]!["SubnetId"]!, false, default);

        Assert.Equal(EgressKind.InternetGateway, facts!.Way);
        Assert.StartsWith("igw-", facts.Gateway);
        Assert.Contains("no public address", facts.ToString());
        Assert.Null(await new NetworkProbe(sandbox.Connection).AskAsync("subnet-00000000000000000", null, default));
    }

    private async Task<(FargateTask Task, FargateTaskDefinition Definition)> WithoutLogGroupAsync()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        await sandbox.Boto.CallAsync("logs", "DeleteLogGroup", new JsonObject { ["logGroupName"] = definition.LogGroup });
        var task = Assert.Single(
            await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster }));
        return (await WaitAsync(task, TaskWaitFor.Stopped), definition);
    }

    private FargateFailures Failures() => new(sandbox.Connection, new FailureHistory(_folder.Path, SystemClock.Instance));

    private async Task<List<FargateFailure>> GetAsync(FailureQuery query)
        => await Failures().GetAsync(query, error => throw error, default).ToListAsync();

    private async Task<FargateTask> WaitAsync(FargateTask task, TaskWaitFor state)
        => await new TaskWait(sandbox.Connection)
            .WaitAsync([TaskReference.Parse(task.TaskArn, null)], state, TimeSpan.FromHours(1), (error, _)
                => throw error, null, default).FirstAsync();
}
