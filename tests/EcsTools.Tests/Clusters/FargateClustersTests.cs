using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Removal;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Clusters;

public class FargateClustersTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly FargateClusters _clusters = new(sandbox.Connection);

    [SkippableFact]
    public async Task A_new_cluster_has_both_capacity_providers_and_what_was_asked_for()
    {
        var name = TaskSandbox.Unique("new");
        var made = await EnsureAsync(new FargateClusterRequest
        {
            Cluster = name,
            ContainerInsights = "enabled",
            Tags = new Dictionary<string, string> { ["team"] = "blue" },
        });
        Assert.Equal(ChangeStatus.Created, made.Change);
        Assert.Equal("000000000000", made.AccountId);
        var answer = await sandbox.Boto.CallAsync(
            "ecs", "DescribeClusters", new JsonObject
            {
                ["clusters"] = new JsonArray(name),
                ["include"] = new JsonArray("SETTINGS", "TAGS"),
            });
        var seen = answer["clusters"]![0]!;
        Assert.Equal(["FARGATE", "FARGATE_SPOT"], seen["capacityProviders"]!.AsArray().Select(item => (string)item!));
        Assert.Equal("enabled", (string)seen["settings"]![0]!["value"]!);
        Assert.Equal("blue", (string)seen["tags"]![0]!["value"]!);
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_a_different_one_only_what_differs()
    {
        var request = new FargateClusterRequest { Cluster = TaskSandbox.Unique("again") };
        await EnsureAsync(request);
        Assert.Equal(ChangeStatus.Unchanged, (await EnsureAsync(request)).Change);
        var changed = request with { ContainerInsights = "enhanced", Tags = new Dictionary<string, string> { ["a"] = "1" } };
        var plan = await _clusters.PlanAsync(changed, default);
        Assert.Equal(["containerInsights", "tags[a]"], plan.Differences.Select(change => change.Field));
        var updated = await _clusters.ApplyAsync(plan, null, default);
        Assert.Equal(ChangeStatus.Updated, updated.Change);
        Assert.Equal("enhanced", updated.ContainerInsights);
        Assert.Equal("1", updated.Tags["a"]);
        Assert.Equal(ChangeStatus.Unchanged, (await EnsureAsync(changed)).Change);
    }

    [SkippableFact]
    public async Task A_cluster_made_elsewhere_gets_the_capacity_providers_it_lacks()
    {
        var name = TaskSandbox.Unique("bare");
        await sandbox.Boto.CallAsync("ecs", "CreateCluster", new JsonObject { ["clusterName"] = name });
        var updated = await EnsureAsync(new FargateClusterRequest { Cluster = name });
        Assert.Equal(ChangeStatus.Updated, updated.Change);
        Assert.Equal(["FARGATE", "FARGATE_SPOT"], updated.CapacityProviders);
    }

    [Fact]
    public async Task A_plan_changes_nothing()
    {
        var name = TaskSandbox.Unique("plan");
        Assert.Equal(ChangeStatus.Created, (await _clusters.PlanAsync(new FargateClusterRequest { Cluster = name }, default)).Change);
        await Assert.ThrowsAsync<EcsToolsException>(() => _clusters.RequireAsync(name, default));
    }

    [Theory]
    [InlineData("with space", "with-space")]
    [InlineData("ümlaut", "mlaut")]
    [InlineData("a/b", "a-b")]
    public async Task A_name_that_ecs_does_not_take_comes_back_with_one_it_takes(string name, string suggested)
    {
        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => _clusters.PlanAsync(new FargateClusterRequest { Cluster = name }, default));
        Assert.Equal("Cluster", error.Parameter);
        Assert.Contains($"-Cluster {suggested}", error.Remedy);
    }

    [Fact]
    public async Task An_unknown_cluster_names_the_nearest()
    {
        var name = TaskSandbox.Unique("orders");
        await EnsureAsync(new FargateClusterRequest { Cluster = name });
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => _clusters.RequireAsync(name + "x", default));
        Assert.Equal("ClusterNotFound", error.ErrorId);
        Assert.Contains(name, error.Remedy);
        Assert.Contains("New-FargateCluster", error.Remedy);
    }

    [SkippableFact]
    public async Task Clusters_are_found_by_wildcard_across_pages()
    {
        var prefix = TaskSandbox.Unique("many");
        for (var index = 0; index < 120; index++)
        {
            await sandbox.Boto.CallAsync("ecs", "CreateCluster", new JsonObject { ["clusterName"] = $"{prefix}-{index}" });
        }

        var missing = new List<EcsToolsException>();
        Assert.Equal(
            120,
            (await _clusters.GetAsync([prefix + "*"], missing.Add, default).ToListAsync()).Select(
                cluster => cluster.Cluster).Distinct().Count());
        Assert.Empty(await _clusters.GetAsync([prefix + "?none*"], missing.Add, default).ToListAsync());
        Assert.True((await _clusters.GetAsync(null, missing.Add, default).ToListAsync()).Count >= 120);
        Assert.Empty(missing);
    }

    [SkippableFact]
    public async Task A_missing_cluster_is_told_beside_those_that_are_found()
    {
        var prefix = TaskSandbox.Unique("few");
        foreach (var index in new[] { 1, 2 })
        {
            await sandbox.Boto.CallAsync("ecs", "CreateCluster", new JsonObject { ["clusterName"] = $"{prefix}-{index}" });
        }

        var missing = new List<EcsToolsException>();
        Assert.Equal(
            2, (await _clusters.GetAsync([$"{prefix}-1", $"{prefix}-2", prefix + "-none"], missing.Add, default).ToListAsync()).Count);
        Assert.Contains(prefix + "-none", Assert.Single(missing).Message);
    }

    [Fact]
    public async Task An_empty_cluster_is_removed()
    {
        var cluster = await sandbox.ClusterAsync();
        var removal = new FargateClusterRemoval(sandbox.Connection);
        var plan = await removal.PlanAsync(cluster.Cluster, default);
        Assert.True(plan.IsEmpty);
        Assert.Equal(ChangeStatus.Removed, (await removal.RemoveAsync(plan, force: false, null, default)).Change);
        await Assert.ThrowsAsync<EcsToolsException>(() => _clusters.RequireAsync(cluster.Cluster, default));
        Assert.Equal(ChangeStatus.Created, (await EnsureAsync(new FargateClusterRequest { Cluster = cluster.Cluster })).Change);
    }

    [Fact]
    public async Task A_cluster_with_tasks_stays_unless_forced()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("busy"), ImageUri = "example:1", Ports = [new TaskPort(80, "tcp")] });
        var tasks = await sandbox.StartAsync(
            new StartTaskRequest { TaskDefinition = definition.Family, Cluster = cluster.Cluster, Count = 2 });
        var removal = new FargateClusterRemoval(sandbox.Connection);
        var plan = await removal.PlanAsync(cluster.Cluster, default);
        Assert.Equal(2, plan.TaskArns.Count);
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => removal.RemoveAsync(plan, force: false, null, default));
        Assert.Equal("ClusterNotEmpty", error.ErrorId);
        Assert.Contains("2 tasks", error.Message);
        Assert.Contains(tasks[0].TaskId, error.Message);
        Assert.Contains("-Force", error.Remedy);
        await removal.RemoveAsync(plan, force: true, null, default);
        await Assert.ThrowsAsync<EcsToolsException>(() => _clusters.RequireAsync(cluster.Cluster, default));
    }

    private async Task<FargateCluster> EnsureAsync(FargateClusterRequest request)
        => await _clusters.ApplyAsync(await _clusters.PlanAsync(request, default), null, default);
}
