using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Logs;
using EcsTools.Sandbox;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using Xunit;

namespace EcsTools.Tests.Tasks;

public class ThrottledTests
{
    [Fact]
    public async Task A_run_comes_to_its_end_and_every_line_once_though_the_services_throttle_and_fail()
    {
        var options = new SandboxOptions
        {
            Runtime = SandboxRuntime.Simulated,
            Faults = new SandboxFaults { Throttle = 0.1, ServerError = 0.05, Seed = 1 },
        };
        await using var server = await SandboxServer.StartAsync(options, CancellationToken.None);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(server.AccessKey, server.SecretKey),
            "us-east-1",
            server.EndpointUrl,
            SystemClock.Instance);
        var clusters = new FargateClusters(connection);
        await clusters.ApplyAsync(await clusters.PlanAsync(new FargateClusterRequest { Cluster = "rough" }, default), null, default);
        var definitions = new FargateTaskDefinitions(connection);
        await definitions.ApplyAsync(
            await definitions.PlanAsync(new TaskDefinitionRequest { Family = "rough", ImageUri = "example:1" }, default),
            null,
            default);
        var start = new TaskStart(connection);
        var plan = await start.PlanAsync(new StartTaskRequest { TaskDefinition = "rough", Cluster = "rough", Count = 12 }, default);
        var tasks = await start.StartAsync(plan, error => throw error, null, default).ToListAsync();
        Assert.Equal(12, tasks.Select(task => task.TaskArn).Distinct().Count());
        var request = new TaskLogRequest { Tasks = tasks.Select(task => TaskReference.Parse(task.TaskArn, null)).ToList(), Follow = true };
        var lines = await new TaskLogs(connection).ReadAsync(request, error => throw error, null, default).ToListAsync();
        Assert.Equal(12, lines.Select(line => line.TaskId).Distinct().Count());
        Assert.Equal(12, lines.Count);
        var done = await new TaskWait(connection)
            .WaitAsync(request.Tasks, TaskWaitFor.Stopped, TimeSpan.FromMinutes(2), (error, _) => throw error, null, default)
            .ToListAsync();
        Assert.All(done, task => Assert.Equal(0, task.ExitCode));
        Assert.Equal(12, done.Count);
    }
}
