using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Images.Oci;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Schedules;
using EcsTools.Schedules.Expressions;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Sandbox.Engine;
using Xunit;

namespace EcsTools.Tests.Tasks;

/// <summary>What commands do with tasks, with tasks that are containers on the local Docker engine.</summary>
public sealed class ContainerTaskTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>, IDisposable
{
    private AwsConnection? _connection;

    private AwsConnection Connection
    {
        get
        {
            sandbox.Require();
            return _connection ??= new AwsConnection(
                new BasicAWSCredentials(
                    sandbox.Server.AccessKey, sandbox.Server.SecretKey), "us-east-1", sandbox.Server.EndpointUrl, SystemClock.Instance);
        }
    }

    public void Dispose() => _connection?.Dispose();

    [SkippableFact]
    public async Task A_web_server_answers_at_its_endpoint_and_its_log_is_followed_meanwhile()
    {
        var task = await StartAsync(
            "httpd", ["sh", "-c", "trap 'exit 0' TERM; mkdir /www; echo hello > /www/index.html; httpd -p 8080 -h /www; echo serving; "
                + "while :; do sleep 0.2; done"], new TaskPort(8080, "tcp"));
        var running = Assert.Single(await WaitAsync(task, TaskWaitFor.Running));
        var endpoint = Assert.Single(running.Endpoints);
        Assert.StartsWith("http://127.0.0.1:", endpoint);
        var lines = await new TaskLogs(Connection)
            .ReadAsync(new TaskLogRequest { Tasks = [Reference(task)], Follow = true }, error => throw error, null, default)
            .Take(1)
            .ToListAsync();
        Assert.Equal("serving", lines[0].Message);
        using var http = new HttpClient();
        Assert.Equal("hello\n", await http.GetStringAsync(new Uri(endpoint)));
        await new FargateTasks(Connection).StopAsync(Reference(task), "enough", default);
        var stopped = Assert.Single(await WaitAsync(task, TaskWaitFor.Stopped));
        Assert.Equal(("UserInitiated", "enough", 0), (stopped.StopCode, stopped.StoppedReason, stopped.ExitCode));
        Assert.Null(stopped.Remedy);
    }

    [SkippableFact]
    public async Task A_batch_that_fails_brings_its_exit_code_its_lines_and_what_to_do()
    {
        var task = await StartAsync("batch", ["sh", "-c", "echo one; sleep 1; echo two; exit 7"]);
        var shown = new List<string>();
        var done = Assert.Single(await new TaskRunMonitor(Connection).StayAsync(
            [task], true, TimeSpan.FromMinutes(2), line => shown.Add(line.Message), (error, _) => throw error, null, default));
        Assert.Equal(("STOPPED", 7, false), (done.LastStatus, done.ExitCode, done.Succeeded));
        Assert.Equal(["one", "two"], shown);
        Assert.Equal(["one", "two"], done.Logs.Select(line => line.Message));
        Assert.True(done.Duration > TimeSpan.FromSeconds(0.9));

        // A quarter of a vCPU, half a GB and an address, for a minute at least.
        Assert.True(done.EstimatedCost!.BilledTime >= TimeSpan.FromMinutes(1));
        Assert.True(done.EstimatedCost.PublicIpAmount > 0);
        Assert.InRange(done.EstimatedCost.Amount, 0.0002m, 0.01m);
        Assert.False(string.IsNullOrEmpty(done.Remedy));
    }

    [SkippableFact]
    public async Task A_program_that_is_not_in_the_image_says_so_with_a_remedy()
    {
        var task = await StartAsync("nothing", ["/no/such/program"]);
        var done = Assert.Single(await WaitAsync(task, TaskWaitFor.Stopped));
        Assert.False(done.Succeeded);
        Assert.Contains("-Command", done.Remedy);
    }

    [SkippableFact]
    public async Task A_schedule_runs_by_itself_with_its_own_command()
    {
        var cluster = await ClusterAsync();
        var definition = await RegisterAsync("plan", ["sh", "-c", "echo default"]);
        var schedules = new ScheduledTasks(Connection);
        var request = new ScheduledTaskRequest
        {
            Name = definition.Family,
            Expression = ScheduleExpression.FromEvery("1d"),
            TaskDefinition = definition.Family,
            Cluster = cluster,
            Overrides = new TaskOverrides { Command = ["sh", "-c", "echo scheduled"] },
        };
        var made = await schedules.ApplyAsync(await schedules.PlanAsync(request, keep: false, default), null, default);
        var run = await Connection.Clock.UntilAsync(
            async ()
                => (await new ScheduledRuns(Connection).GetAsync(made, default)).FirstOrDefault(candidate => candidate.Status != "Running"),
            TimeSpan.FromMinutes(2),
            TimeSpan.FromSeconds(0.2),
            TimeSpan.FromSeconds(1),
            default);
        Assert.Equal(("Succeeded", 0), (run!.Status, run.ExitCode));
        Assert.NotNull(run.ScheduledAt);
        var lines = await new TaskLogs(Connection)
            .ReadAsync(new TaskLogRequest { Tasks = [TaskReference.Parse(run.TaskArn!, null)] }, error => throw error, null, default)
            .ToListAsync();
        Assert.Equal("scheduled", Assert.Single(lines).Message);
        await schedules.RemoveAsync(made, default);
    }

    private async Task<FargateTask> StartAsync(string family, IReadOnlyList<string> command, params TaskPort[] ports)
    {
        var definition = await RegisterAsync(family, command, ports);
        var start = new TaskStart(Connection);
        var plan = await start.PlanAsync(
            new StartTaskRequest { TaskDefinition = definition.Family, Cluster = await ClusterAsync() }, default);
        return Assert.Single(await start.StartAsync(plan, error => throw error, null, default).ToListAsync());
    }

    private async Task<FargateTaskDefinition> RegisterAsync(string family, IReadOnlyList<string> command, params TaskPort[] ports)
    {
        var definitions = new FargateTaskDefinitions(Connection);
        var plan = await definitions.PlanAsync(
            new TaskDefinitionRequest
            {
                Family = TaskSandbox.Unique(family),
                ImageUri = sandbox.Image,
                Command = command,
                Ports = ports,
            }, default);
        return await definitions.ApplyAsync(plan, null, default);
    }

    private async Task<string> ClusterAsync()
    {
        var clusters = new FargateClusters(Connection);
        return (await clusters.ApplyAsync(
            await clusters.PlanAsync(new FargateClusterRequest { Cluster = TaskSandbox.Unique("cluster") }, default),
            null,
            default)).Cluster;
    }

    private Task<List<FargateTask>> WaitAsync(FargateTask task, TaskWaitFor state)
        => new TaskWait(Connection)
            .WaitAsync([Reference(task)], state, TimeSpan.FromMinutes(2), (error, _) => throw error, null, default)
            .ToListAsync()
            .AsTask();

    private static TaskReference Reference(FargateTask task) => TaskReference.Parse(task.TaskArn, null);
}
