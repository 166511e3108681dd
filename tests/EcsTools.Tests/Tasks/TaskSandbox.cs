using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Sandbox;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Tasks;

/// <summary>A simulated sandbox, twenty times as fast as the machine, with the connection that commands would have to it, and boto3 beside it to see what they made.</summary>
public sealed class TaskSandbox : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public Boto Boto { get; private set; } = null!;

    internal AwsConnection Connection { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, TimeScale = 20 }, CancellationToken.None);
        Boto = new Boto(Server);
        Connection = Connect(new SandboxTime(Server));
    }

    public async Task DisposeAsync()
    {
        Connection?.Dispose();
        Boto?.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    internal AwsConnection Connect(IClock clock)
        => new(new BasicAWSCredentials(Server.AccessKey, Server.SecretKey), "us-east-1", Server.EndpointUrl, clock);

    /// <summary>A name no other test uses.</summary>
    public static string Unique(string prefix) => Sandbox.Ecs.EcsSandbox.Unique(prefix);

    public async Task<FargateCluster> ClusterAsync(string? name = null)
    {
        var clusters = new FargateClusters(Connection);
        var plan = await clusters.PlanAsync(new FargateClusterRequest { Cluster = name ?? Unique("cluster") }, default);
        return await clusters.ApplyAsync(plan, null, default);
    }

    internal async Task<FargateTaskDefinition> RegisterAsync(TaskDefinitionRequest? request = null)
    {
        var definitions = new FargateTaskDefinitions(Connection);
        request ??= new TaskDefinitionRequest { Family = Unique("family"), ImageUri = "example:1" };
        var plan = await definitions.PlanAsync(request, default);
        return await definitions.ApplyAsync(plan, null, default);
    }

    internal async Task<IReadOnlyList<FargateTask>> StartAsync(StartTaskRequest request)
    {
        var start = new TaskStart(Connection);
        return await start.StartAsync(await start.PlanAsync(request, default), error => throw error, null, default).ToListAsync();
    }
}
