using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

public sealed class ClusterTests(EcsSandbox sandbox) : IClassFixture<EcsSandbox>
{
    [SkippableFact]
    public async Task Creating_a_cluster_twice_gives_the_same_cluster()
    {
        var name = EcsSandbox.Unique("twice");
        var first = await sandbox.EcsAsync("CreateCluster", new JsonObject { ["clusterName"] = name });
        var second = await sandbox.EcsAsync("CreateCluster", new JsonObject { ["clusterName"] = name });

        Assert.Equal($"arn:aws:ecs:us-east-1:000000000000:cluster/{name}", (string?)first["cluster"]!["clusterArn"]);
        Assert.Equal((string?)first["cluster"]!["clusterArn"], (string?)second["cluster"]!["clusterArn"]);
        Assert.Equal("ACTIVE", (string?)second["cluster"]!["status"]);
    }

    [SkippableFact]
    public async Task Creating_a_cluster_again_with_other_settings_is_refused()
    {
        var name = await sandbox.ClusterAsync();
        var refusal = await sandbox.RefusalAsync("CreateCluster", new JsonObject
        {
            ["clusterName"] = name,
            ["settings"] = new JsonArray(new JsonObject { ["name"] = "containerInsights", ["value"] = "enabled" }),
        });

        Assert.StartsWith("InvalidParameterException: Arguments on this idempotent request are inconsistent", refusal);
    }

    [SkippableFact]
    public async Task Describe_shows_tags_settings_and_statistics_only_when_asked()
    {
        var name = EcsSandbox.Unique("described");
        await sandbox.EcsAsync("CreateCluster", new JsonObject
        {
            ["clusterName"] = name,
            ["tags"] = new JsonArray(new JsonObject { ["key"] = "team", ["value"] = "a" }),
            ["capacityProviders"] = new JsonArray("FARGATE", "FARGATE_SPOT"),
        });
        var bare = (await sandbox.EcsAsync("DescribeClusters", new JsonObject { ["clusters"] = new JsonArray(name) }))["clusters"]![0]!;
        var full = (await sandbox.EcsAsync("DescribeClusters", new JsonObject
        {
            ["clusters"] = new JsonArray(name),
            ["include"] = new JsonArray("TAGS", "SETTINGS", "STATISTICS"),
        }))["clusters"]![0]!;

        Assert.Empty(bare["tags"]!.AsArray());
        Assert.Empty(bare["statistics"]!.AsArray());
        Assert.Equal("team", (string?)full["tags"]![0]!["key"]);
        Assert.Equal("disabled", (string?)full["settings"]![0]!["value"]);
        Assert.Contains(full["statistics"]!.AsArray(), item => (string?)item!["name"] == "runningFargateTasksCount");
        Assert.Equal(["FARGATE", "FARGATE_SPOT"], full["capacityProviders"]!.AsArray().Select(item => (string)item!));
    }

    [SkippableFact]
    public async Task A_deleted_cluster_is_inactive_not_listed_and_can_be_made_again()
    {
        var name = await sandbox.ClusterAsync();
        await sandbox.EcsAsync("DeleteCluster", new JsonObject { ["cluster"] = name });
        var described = await sandbox.EcsAsync("DescribeClusters", new JsonObject { ["clusters"] = new JsonArray(name) });
        var listed = await sandbox.EcsAsync("ListClusters");

        Assert.Equal("INACTIVE", (string?)described["clusters"]![0]!["status"]);
        Assert.DoesNotContain(listed["clusterArns"]!.AsArray(), arn => ((string)arn!).EndsWith("/" + name));
        Assert.Equal(
            "ClusterNotFoundException: The referenced cluster was inactive.",
            await sandbox.RefusalAsync("ListTasks", new JsonObject { ["cluster"] = name }));
        var again = await sandbox.EcsAsync("CreateCluster", new JsonObject { ["clusterName"] = name });
        Assert.Equal("ACTIVE", (string?)again["cluster"]!["status"]);
    }

    [SkippableFact]
    public async Task A_cluster_nobody_made_is_missing()
    {
        var described = await sandbox.EcsAsync("DescribeClusters", new JsonObject { ["clusters"] = new JsonArray("nowhere") });

        Assert.Equal("MISSING", (string?)described["failures"]![0]!["reason"]);
        Assert.Equal("ClusterNotFoundException: Cluster not found.", await sandbox.RefusalAsync("DeleteCluster", new JsonObject { ["cluster"] = "nowhere" }));
    }

    [SkippableFact]
    public async Task A_cluster_with_a_running_task_is_not_deleted()
    {
        var cluster = await sandbox.ClusterAsync();
        var container = new JsonObject { ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }) };
        var task = await sandbox.RunAsync(cluster, await sandbox.RegisterAsync(EcsSandbox.Definition(container: container)));
        await sandbox.WaitAsync(task, "RUNNING");

        Assert.Equal(
            "ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active.",
            await sandbox.RefusalAsync("DeleteCluster", new JsonObject { ["cluster"] = cluster }));
    }

    [SkippableFact]
    public async Task A_strategy_may_name_only_providers_of_the_cluster()
    {
        var refusal = await sandbox.RefusalAsync("CreateCluster", new JsonObject
        {
            ["clusterName"] = EcsSandbox.Unique("spot"),
            ["capacityProviders"] = new JsonArray("FARGATE"),
            ["defaultCapacityProviderStrategy"] = new JsonArray(new JsonObject { ["capacityProvider"] = "FARGATE_SPOT", ["weight"] = 1 }),
        });

        Assert.Contains("not associated with the cluster", refusal);
    }

    [SkippableFact]
    public async Task Lists_are_paged_without_a_gap()
    {
        for (var number = 0; number < 5; number++)
        {
            await sandbox.ClusterAsync();
        }

        var all = (await sandbox.EcsAsync("ListClusters"))["clusterArns"]!.AsArray().Select(arn => (string)arn!).ToList();
        var paged = new System.Collections.Generic.List<string>();
        string? token = null;
        do
        {
            var input = new JsonObject { ["maxResults"] = 2 };
            if (token is not null)
            {
                input["nextToken"] = token;
            }

            var page = await sandbox.EcsAsync("ListClusters", input);
            paged.AddRange(page["clusterArns"]!.AsArray().Select(arn => (string)arn!));
            token = (string?)page["nextToken"];
        }
        while (token is not null);

        Assert.Equal(all, paged);
        Assert.StartsWith("InvalidParameterException", await sandbox.RefusalAsync("ListClusters", new JsonObject { ["nextToken"] = "made-up" }));
    }
}
