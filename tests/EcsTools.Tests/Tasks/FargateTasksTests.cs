using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Tasks;

public class FargateTasksTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [Fact]
    public async Task A_task_runs_once_in_the_default_network_and_is_waited_for()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        var task = Assert.Single(
            await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.TaskDefinitionArn, Cluster = cluster.Cluster }));
        Assert.Equal((cluster.Cluster, definition.Family, "EcsTools"), (task.Cluster, task.Family, task.StartedBy));
        Assert.Equal("Simulated", task.Runtime);
        var done = Assert.Single(await WaitAsync(task));
        Assert.Equal(("STOPPED", 0, true), (done.LastStatus, done.ExitCode, done.Succeeded));
        Assert.Null(done.Remedy);
        Assert.NotNull(done.Duration);
    }

    [SkippableFact]
    public async Task The_security_group_is_made_once_and_opens_the_ports()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("web"), ImageUri = "example:1", Ports = [new TaskPort(8080, "tcp")] });
        var request = new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster };
        var plan = await new TaskStart(sandbox.Connection).PlanAsync(request, default);
        Assert.Equal(2, plan.Network.Differences.Count);
        Assert.True(plan.Network.AssignPublicIp);
        Assert.True(plan.Network.Subnets.Count > 1);
        var task = Assert.Single(await sandbox.StartAsync(request));
        var groups = await sandbox.Boto.CallAsync(
            "ec2",
            "DescribeSecurityGroups",
            new JsonObject
            {
                ["Filters"] = new JsonArray(
                    new JsonObject { ["Name"] = "group-name", ["Values"] = new JsonArray("ecstools-" + definition.Family) }),
            });
        Assert.Equal(8080, (int)groups["SecurityGroups"]![0]!["IpPermissions"]![0]!["FromPort"]!);
        Assert.Empty((await new TaskStart(sandbox.Connection).PlanAsync(request, default)).Network.Differences);
        await new FargateTasks(sandbox.Connection).StopAsync(TaskReference.Parse(task.TaskArn, null), "enough", default);
        var stopped = Assert.Single(await WaitAsync(task));
        Assert.Equal(("UserInitiated", "enough"), (stopped.StopCode, stopped.StoppedReason));
    }

    [Fact]
    public async Task More_than_ten_are_started_in_batches()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        var tasks = await sandbox.StartAsync(
            new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster, Count = 23, StartedBy = "batches" });
        Assert.Equal(23, tasks.Select(task => task.TaskArn).Distinct().Count());
        Assert.Equal(23, (await WaitAsync([.. tasks])).Count);
        var found = await GetAsync(new TaskQuery { Clusters = [cluster.Cluster], Running = false, Stopped = true, StartedBy = "batches" });
        Assert.Equal(23, found.Count);
    }

    [Fact]
    public async Task Tasks_are_found_by_id_family_and_cluster()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("stay"), ImageUri = "example:1", Ports = [new TaskPort(80, "tcp")] });
        var task = Assert.Single(
            await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster }));
        Assert.Single(await GetAsync(new TaskQuery { Tasks = [task.TaskArn] }));
        Assert.Single(await GetAsync(new TaskQuery { Tasks = [task.TaskId] }));
        Assert.Single(await GetAsync(new TaskQuery { Tasks = [task.TaskId], Clusters = [cluster.Cluster] }));
        Assert.Single(await GetAsync(new TaskQuery { Families = [definition.Family] }));
        Assert.Single(await GetAsync(new TaskQuery { Families = [definition.Family.Substring(0, 8) + "*"], Clusters = [cluster.Cluster] }));
        await new FargateTasks(sandbox.Connection).StopAsync(TaskReference.Parse(task.TaskId, cluster.Cluster), null, default);
    }

    [Fact]
    public async Task A_missing_task_is_told()
    {
        var cluster = await sandbox.ClusterAsync();
        var missing = new List<EcsToolsException>();
        Assert.Empty(await new FargateTasks(sandbox.Connection).GetAsync(
            new TaskQuery
            {
                Tasks = ["0123456789abcdef0123456789abcdef"],
                Clusters = [cluster.Cluster],
            }, missing.Add, default).ToListAsync());
        Assert.Equal("TaskNotFound", Assert.Single(missing).ErrorId);
    }

    [Fact]
    public async Task What_is_wrong_is_said_before_anything_is_made()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        var good = new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster };
        await AssertWrongAsync("Cluster", "ClusterNotFound", good with { Cluster = cluster.Cluster + "x" }, cluster.Cluster);
        await AssertWrongAsync(
            "TaskDefinition",
            "TaskDefinitionNotFound",
            good with { TaskDefinition = definition.Family + "x" },
            definition.Family);
        await AssertWrongAsync(
            "TaskDefinition",
            "TaskDefinitionNotFound",
            good with { TaskDefinition = definition.Family + ":99" },
            "Leave out the revision");
        await AssertWrongAsync("Count", "InvalidCount", good with { Count = 0 }, "-Count 1");
        await AssertWrongAsync("Subnet", "SubnetNotFound", good with { Subnets = ["subnet-00000000000000000"] }, "-Subnet");
        await AssertWrongAsync(
            "SecurityGroup",
            "SecurityGroupNotFound",
            good with { SecurityGroups = ["sg-00000000000000000"] },
            "-SecurityGroup");
        await AssertWrongAsync(
            "Memory",
            "InvalidCpuMemoryPair",
            good with { Overrides = new TaskOverrides { Cpu = 256, Memory = 8192 } },
            "-Cpu 1024");
        await AssertWrongAsync(
            "Container",
            "ContainerNotFound",
            good with { Overrides = new TaskOverrides { Container = "none", Command = ["x"] } },
            definition.Family);
        await AssertWrongAsync(
            "Environment",
            "OverridesTooLong",
            good with { Overrides = new TaskOverrides { Environment = new Dictionary<string, string> { ["A"] = new('x', 9000) } } },
            "Register-FargateTask");

        async Task AssertWrongAsync(string parameter, string id, StartTaskRequest request, string remedy)
        {
            var error = await Assert.ThrowsAsync<EcsToolsException>(() => new TaskStart(sandbox.Connection).PlanAsync(request, default));
            Assert.Equal((id, parameter), (error.ErrorId, error.Parameter));
            Assert.Contains(remedy, error.Remedy);
        }
    }

    [Fact]
    public async Task A_wait_that_is_over_says_where_the_task_is_and_leaves_it_running()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("long"), ImageUri = "example:1", Ports = [new TaskPort(80, "tcp")] });
        var task = Assert.Single(
            await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster }));
        Assert.Equal("RUNNING", Assert.Single(await WaitAsync(TaskWaitFor.Running, task)).LastStatus);
        var failures = new List<EcsToolsException>();
        var wait = new TaskWait(sandbox.Connect(new SkippingClock()));
        var stopped = await wait.WaitAsync(
            [TaskReference.Parse(task.TaskArn, null)], TaskWaitFor.Stopped, TimeSpan.FromMinutes(10), (error, _) => failures.Add(error), null, default).ToListAsync();
        Assert.Empty(stopped);
        Assert.Equal("TaskWaitTimeout", Assert.Single(failures).ErrorId);
        Assert.Contains("RUNNING", failures[0].Message);
        await new FargateTasks(sandbox.Connection).StopAsync(TaskReference.Parse(task.TaskArn, null), null, default);
    }

    [Fact]
    public async Task A_log_is_read_followed_to_the_stop_and_cut_to_its_tail()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync();
        var tasks = await sandbox.StartAsync(
            new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster, Count = 2 });
        var logs = new TaskLogs(sandbox.Connection);
        var request = new TaskLogRequest { Tasks = tasks.Select(task => TaskReference.Parse(task.TaskArn, null)).ToList(), Follow = true };
        var lines = await logs.ReadAsync(request, error => throw error, null, default).ToListAsync();
        Assert.Equal(2, lines.Select(line => line.TaskId).Distinct().Count());
        Assert.All(lines, line => Assert.Contains("simulated", line.Message));
        Assert.All(lines, line => Assert.Equal($"ecs/{definition.Family}/{line.TaskId}", line.LogStream));
        var again = await logs.ReadAsync(request with { Follow = false }, error => throw error, null, default).ToListAsync();
        Assert.Equal(lines.OrderBy(line => line.LogStream), again.OrderBy(line => line.LogStream));
        Assert.Equal(again.OrderBy(line => line.Timestamp).Select(line => line.Timestamp), again.Select(line => line.Timestamp));
        Assert.Single(await logs.ReadAsync(request with { Follow = false, Tail = 1 }, error => throw error, null, default).ToListAsync());
        Assert.Empty(
            await logs.ReadAsync(
                request with { Follow = false, Since = DateTimeOffset.UtcNow.AddDays(30) },
                error => throw error,
                null,
                default).ToListAsync());
    }

    [Fact]
    public async Task A_follow_of_a_server_ends_when_nobody_reads_it()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("serve"), ImageUri = "example:1", Ports = [new TaskPort(80, "tcp")] });
        var task = Assert.Single(
            await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster }));
        var request = new TaskLogRequest { Tasks = [TaskReference.Parse(task.TaskArn, null)], Follow = true };
        Assert.Single(await new TaskLogs(sandbox.Connection).ReadAsync(request, error => throw error, null, default).Take(1).ToListAsync());
        await new FargateTasks(sandbox.Connection).StopAsync(TaskReference.Parse(task.TaskArn, null), null, default);
    }

    [Fact]
    public async Task A_follow_of_a_server_ends_when_its_time_is_over()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("serve"), ImageUri = "example:1", Ports = [new TaskPort(80, "tcp")] });
        var task = Assert.Single(
            await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster }));
        await WaitAsync(TaskWaitFor.Running, task);
        var request = new TaskLogRequest { Tasks = [TaskReference.Parse(task.TaskArn, null)], Follow = true };
        var quick = new TaskLogs(sandbox.Connect(new SkippingClock()));
        Assert.Single(
            await quick.ReadAsync(request with { Timeout = TimeSpan.FromMinutes(5) }, error => throw error, null, default).ToListAsync());
        await new FargateTasks(sandbox.Connection).StopAsync(TaskReference.Parse(task.TaskArn, null), null, default);
    }

    [Fact]
    public async Task A_task_without_a_log_says_so()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("mute"), ImageUri = "example:1", NoLog = true });
        var task = Assert.Single(
            await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster }));
        var missing = new List<EcsToolsException>();
        var request = new TaskLogRequest { Tasks = [TaskReference.Parse(task.TaskArn, null)], Follow = true };
        Assert.Empty(await new TaskLogs(sandbox.Connection).ReadAsync(request, missing.Add, null, default).ToListAsync());
        Assert.Equal("TaskWithoutLog", Assert.Single(missing).ErrorId);
    }

    private Task<List<FargateTask>> WaitAsync(params FargateTask[] tasks) => WaitAsync(TaskWaitFor.Stopped, tasks);

    private async Task<List<FargateTask>> WaitAsync(TaskWaitFor state, params FargateTask[] tasks)
        => await new TaskWait(sandbox.Connection).WaitAsync(
            tasks.Select(
                task => TaskReference.Parse(task.TaskArn, null)).ToList(), state, TimeSpan.FromHours(1), (error, _) => throw error, null, default).ToListAsync();

    private async Task<List<FargateTask>> GetAsync(TaskQuery query)
        => await new FargateTasks(sandbox.Connection).GetAsync(query, error => throw error, CancellationToken.None).ToListAsync();
}
