using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;

namespace EcsTools.Benchmarks;

/// <summary>An account with more in it than a page, made in process: at AWS's rates it would take hours to fill.</summary>
internal static class LargeAccount
{
    /// <summary>A cluster beside them with one service of one task.</summary>
    public const string SmallCluster = "small";

    private const string Ecs = "AWSSDK.ECS";

    /// <summary>Fills a simulated sandbox with services, each with a task definition of its own, and waits until all their tasks run.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="clusters">Clusters: cluster-0, cluster-1 …</param>
    /// <param name="services">Services of each cluster: service-0 …, of the families family-0-0 ….</param>
    /// <param name="tasks">Tasks of each service.</param>
    public static async Task FillAsync(SandboxServer sandbox, int clusters, int services, int tasks)
    {
        var network = await NetworkAsync(sandbox);
        await FillClusterAsync(sandbox, SmallCluster, "small", 1, 1, network);
        for (var cluster = 0; cluster < clusters; cluster++)
        {
            await FillClusterAsync(sandbox, $"cluster-{cluster}", $"family-{cluster}", services, tasks, network);
        }

        while (await RunningAsync(sandbox, clusters) < clusters * services * tasks)
        {
            await Task.Delay(100);
        }
    }

    private static async Task FillClusterAsync(SandboxServer sandbox, string cluster, string family, int services, int tasks, JsonObject network)
    {
        await sandbox.CallAsync(Ecs, "CreateCluster", new JsonObject { ["clusterName"] = cluster });
        for (var service = 0; service < services; service++)
        {
            await sandbox.CallAsync(Ecs, "RegisterTaskDefinition", Definition($"{family}-{service}"));
            await sandbox.CallAsync(Ecs, "CreateService", new JsonObject
            {
                ["cluster"] = cluster,
                ["serviceName"] = $"service-{service}",
                ["taskDefinition"] = $"{family}-{service}",
                ["desiredCount"] = tasks,
                ["launchType"] = "FARGATE",
                ["networkConfiguration"] = network.DeepClone(),
            });
        }
    }

    private static async Task<JsonObject> NetworkAsync(SandboxServer sandbox)
    {
        var answer = await sandbox.CallAsync("AWSSDK.EC2", "DescribeSubnets", new JsonObject());
        var subnets = answer["Subnets"]!.AsArray().Select(subnet => (JsonNode)(string)subnet!["SubnetId"]!).ToArray();
        return new JsonObject
        {
            ["awsvpcConfiguration"] = new JsonObject { ["subnets"] = new JsonArray(subnets), ["assignPublicIp"] = "ENABLED" },
        };
    }

    private static JsonObject Definition(string family) => new()
    {
        ["family"] = family,
        ["requiresCompatibilities"] = new JsonArray("FARGATE"),
        ["networkMode"] = "awsvpc",
        ["cpu"] = "256",
        ["memory"] = "512",
        ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "example:1", ["essential"] = true }),
    };

    private static async Task<long> RunningAsync(SandboxServer sandbox, int clusters)
    {
        var names = Enumerable.Range(0, clusters).Select(cluster => (JsonNode)$"cluster-{cluster}").ToArray();
        var answer = await sandbox.CallAsync(Ecs, "DescribeClusters", new JsonObject { ["clusters"] = new JsonArray(names) });
        return answer["clusters"]!.AsArray().Sum(cluster => long.Parse(cluster!["runningTasksCount"]!.ToString(), CultureInfo.InvariantCulture));
    }
}
