using System.Linq;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Sandbox.Engine;
using Xunit;

namespace EcsTools.Tests.Tasks;

/// <summary>Two real containers of one task: order, shared volume, limits.</summary>
public sealed class SidecarContainerTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task A_container_waits_for_another_and_finds_what_it_wrote()
    {
        sandbox.Require();
        using var connection = new AwsConnection(new BasicAWSCredentials(sandbox.Server.AccessKey, sandbox.Server.SecretKey),
            "us-east-1", sandbox.Server.EndpointUrl, SystemClock.Instance);
        var prepare = FargateContainers.Make(new SidecarRequest
        {
            Name = "prepare",
            ImageUri = sandbox.Image,
            Command = ["sh", "-c", "sleep 1; echo prepared > /out/state"],
            Volumes = [TaskVolume.Parse("shared:/out")],
        });
        var definition = await RegisterAsync(connection, new TaskDefinitionRequest
        {
            Family = DockerSandbox.Unique("pair"),
            ImageUri = sandbox.Image,
            Command = ["sh", "-c", "cat /in/state; ulimit -n; pwd; touch /in/x || echo read-only"],
            Volumes = [TaskVolume.Parse("shared:/in:ro")],
            Ulimits = [TaskUlimit.Parse("nofile=321")],
            WorkingDirectory = "/bin",
            Sidecars = [prepare],
            DependsOn = [TaskDependency.Parse("prepare:SUCCESS")],
        });
        var clusters = new FargateClusters(connection);
        var cluster = await clusters.ApplyAsync(
            await clusters.PlanAsync(new FargateClusterRequest { Cluster = DockerSandbox.Unique("pair") }, default), null, default);
        var start = new TaskStart(connection);
        var tasks = await start.StartAsync(
            await start.PlanAsync(new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster }, default),
            error => throw error, null, default).ToListAsync();
        var stopped = Assert.Single(await new TaskRunMonitor(connection)
            .StayAsync(tasks, false, null, null, (error, _) => throw error, null, default));

        Assert.Equal(0, stopped.ExitCode);
        var lines = stopped.Logs.Where(line => line.Container == definition.Family).Select(line => line.Message).ToList();

        // Of two streams, either may come first.
        Assert.Equal(["prepared", "321", "/bin", "read-only"],
            lines.Where(line => !line.StartsWith("touch", System.StringComparison.Ordinal)));
    }

    private static async Task<FargateTaskDefinition> RegisterAsync(AwsConnection connection, TaskDefinitionRequest request)
    {
        var definitions = new FargateTaskDefinitions(connection);
        return await definitions.ApplyAsync(await definitions.PlanAsync(request, default), null, default);
    }
}
