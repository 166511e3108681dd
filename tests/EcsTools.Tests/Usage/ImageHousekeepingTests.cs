using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Ecr;
using EcsTools.Tests.Services;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using EcsTools.Usage;
using Xunit;

namespace EcsTools.Tests.Usage;

/// <summary>Finding images and clearing repositories, against the sandbox.</summary>
public class ImageHousekeepingTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [Fact]
    public async Task Images_are_found_by_patterns_of_repository_and_tag_the_newest_first()
    {
        var (repository, world) = await NewAsync("find");
        using var _ = world;
        var old = await world.ImageAsync(repository.RepositoryName, "old", tags: ["1.0", "stable"]);
        var young = await world.ImageAsync(repository.RepositoryName, "young", tags: ["1.1", "latest"]);
        await world.ImageAsync(repository.RepositoryName, "other", tags: ["2.0"]);

        var found = await FindAsync(new FindImagesRequest { RepositoryNames = [repository.RepositoryName[..12] + "*"], Tags = ["1.*"] });

        Assert.Equal([young, old], found.Select(image => image.ImageDigest));
        Assert.Equal($"{repository.RepositoryUri}:1.1", found[0].ImageUri);
        Assert.Equal(["1.1", "latest"], found[0].ImageTags);
        Assert.Equal((repository.AccountId, repository.Region), (found[0].AccountId, found[0].Region));
        Assert.True(found[0].Size > 0 && found[0].Age >= TimeSpan.Zero && found[0].LastPulledAt is null);
    }

    [Fact]
    public async Task Details_tell_platforms_and_only_they_count_as_a_pull()
    {
        var (repository, world) = await NewAsync("detail");
        using var _ = world;
        var (amd, arm) = (await world.ImageAsync(repository.RepositoryName, "amd"), await world.ImageAsync(repository.RepositoryName, "arm", "arm64"));
        var index = await world.IndexAsync(repository.RepositoryName, [(amd, "amd64"), (arm, "arm64")], "1");
        var request = new FindImagesRequest { RepositoryNames = [repository.RepositoryName] };
        Assert.All(await FindAsync(request), image => Assert.Null(image.LastPulledAt));

        var found = (await FindAsync(request with { Detailed = true })).ToDictionary(image => image.ImageDigest);

        Assert.Equal(["linux/amd64", "linux/arm64"], found[index].Platforms);
        Assert.Equal([amd, arm], found[index].ChildDigests);
        Assert.Null(found[index].Architecture);
        Assert.Equal("ARM64", found[arm].Architecture);
        Assert.Equal([amd, arm], (await FindAsync(request with { Untagged = true })).Select(image => image.ImageDigest).OrderBy(digest => digest == arm));
    }

    [Fact]
    public async Task What_uses_an_image_is_named_by_tag_and_by_the_digest_that_runs()
    {
        var (repository, world) = await NewAsync("uses");
        using var _ = world;
        var first = await world.ImageAsync(repository.RepositoryName, "first", tags: ["live"]);
        var definition = await sandbox.RegisterAsync(new TaskDefinitionRequest { Family = TaskSandbox.Unique("uses"), ImageUri = repository.RepositoryUri + ":live", Ports = [new TaskPort(80, "tcp")] });
        var cluster = await sandbox.ClusterAsync();
        var task = await RunAsync(definition, cluster);
        var second = await world.ImageAsync(repository.RepositoryName, "second", tags: ["live"]);

        var found = (await FindAsync(new FindImagesRequest { RepositoryNames = [repository.RepositoryName] })).ToDictionary(image => image.ImageDigest);

        var user = $"task {task.TaskId} in {cluster.Cluster}";
        Assert.Equal([user], found[first].UsedBy);
        Assert.Equal([user], found[second].UsedBy);
        Assert.Equal([definition.TaskDefinition], found[second].TaskDefinitions);

        // The same image in a repository that nothing pulls from is in no use.
        var (elsewhere, otherWorld) = await NewAsync("elsewhere");
        using var __ = otherWorld;
        Assert.Equal(first, await otherWorld.ImageAsync(elsewhere.RepositoryName, "first", tags: ["live"]));
        Assert.Equal([], Assert.Single(await FindAsync(new FindImagesRequest { RepositoryNames = [elsewhere.RepositoryName] })).UsedBy!);
        await new FargateTasks(sandbox.Connection).StopAsync(TaskReference.Parse(task.TaskArn, null), null, default);
    }

    [Fact]
    public async Task A_revision_that_nothing_runs_is_named_with_details_only()
    {
        var (repository, world) = await NewAsync("idle");
        using var _ = world;
        await world.ImageAsync(repository.RepositoryName, "idle", tags: ["1"]);
        var definition = await sandbox.RegisterAsync(new TaskDefinitionRequest { Family = TaskSandbox.Unique("idle"), ImageUri = repository.RepositoryUri + ":1" });
        var request = new FindImagesRequest { RepositoryNames = [repository.RepositoryName] };

        Assert.Empty(Assert.Single(await FindAsync(request)).TaskDefinitions);
        var detailed = Assert.Single(await FindAsync(request with { Detailed = true }));
        Assert.Equal([definition.TaskDefinition], detailed.TaskDefinitions);
        Assert.Equal([], detailed.UsedBy!);
        Assert.Null(Assert.Single(await FindAsync(request with { WithoutUses = true })).UsedBy);
    }

    [Fact]
    public async Task What_is_named_in_full_and_missing_is_told_with_the_nearest_name()
    {
        var (repository, world) = await NewAsync("missing");
        using var _ = world;
        await world.ImageAsync(repository.RepositoryName, "one", tags: ["1.4.0"]);
        var told = new List<EcsToolsException>();
        var request = new FindImagesRequest { RepositoryNames = [repository.RepositoryName, "nothing-here"], Tags = ["1.4.1", "9*"] };
        Assert.Empty(await new EcrImageFinder(sandbox.Connection).FindAsync(request, told.Add, default).ToListAsync());

        Assert.Equal(["RepositoryNotFound", "ImageNotFound"], told.Select(problem => problem.ErrorId));
        Assert.Contains("1.4.0", told[1].Remedy);
    }

    [Fact]
    public async Task The_newest_stay_and_shared_layers_are_not_counted_as_freed()
    {
        var (repository, world) = await NewAsync("keep");
        using var _ = world;
        var shared = new string('s', 5000);
        var digests = new List<string>();
        foreach (var version in new[] { "1", "2", "3", "4" })
        {
            digests.Add(await world.ImageAsync(repository.RepositoryName, new string(version[0], 100), tags: [version], shared: [shared]));
        }

        var plan = Assert.Single(await PlanAsync(new ClearRepositoryRequest { RepositoryNames = [repository.RepositoryName], KeepLast = 2 }));

        Assert.Equal(digests.Take(2), plan.Going.Select(image => image.Image.ImageDigest));
        Assert.Equal(2, plan.Kept["the newest"]);
        Assert.InRange(plan.BytesFreed, 200, 4999);
        Assert.Matches(@"- 1 \(5\.\d KiB, pushed ", plan.ToPlan().Steps.Lines()[0]);
        var removed = await ApplyAsync(plan);
        Assert.All(removed, image => Assert.Equal(ChangeStatus.Removed, image.Change));
        Assert.Equal(digests.Skip(2).Reverse(), (await FindAsync(new FindImagesRequest { RepositoryNames = [repository.RepositoryName] })).Select(image => image.ImageDigest));
    }

    [Fact]
    public async Task Images_of_an_index_stay_with_it_and_go_with_it_and_so_do_referrers()
    {
        var (repository, world) = await NewAsync("index");
        using var _ = world;
        var name = repository.RepositoryName;
        var (amd, arm, lone) = (await world.ImageAsync(name, "amd"), await world.ImageAsync(name, "arm", "arm64"), await world.ImageAsync(name, "lone"));
        var index = await world.IndexAsync(name, [(amd, "amd64"), (arm, "arm64")], "1");
        var sbom = await world.ReferrerAsync(name, index);
        var signature = await world.ImageAsync(name, "signature", tags: [index.Replace(':', '-') + ".sig"]);

        var untagged = Assert.Single(await PlanAsync(new ClearRepositoryRequest { RepositoryNames = [name], Untagged = true }));
        Assert.Equal([lone], untagged.Going.Select(image => image.Image.ImageDigest));
        Assert.Equal(1, untagged.Kept["they have tags"]);

        var all = Assert.Single(await PlanAsync(new ClearRepositoryRequest { RepositoryNames = [name], KeepLast = 0 }));
        Assert.Equal([lone, index], all.Going.Select(image => image.Image.ImageDigest));
        Assert.Equal(new[] { amd, arm, sbom, signature }.Order(), all.Going[1].Parts.Select(part => part.ImageDigest).Order());
        Assert.Equal(6, (await ApplyAsync(all)).Count);
        Assert.Empty(await FindAsync(new FindImagesRequest { RepositoryNames = [name] }));
    }

    [Fact]
    public async Task What_is_in_use_stays_by_tag_by_digest_and_as_part_of_an_index()
    {
        var (repository, world) = await NewAsync("spare");
        using var _ = world;
        var name = repository.RepositoryName;
        var running = await world.ImageAsync(name, "running", tags: ["live"]);
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(new TaskDefinitionRequest { Family = TaskSandbox.Unique("spare"), ImageUri = repository.RepositoryUri + ":live", Ports = [new TaskPort(80, "tcp")] });
        var task = await RunAsync(definition, cluster);
        var next = await world.ImageAsync(name, "next", tags: ["live"]);
        var child = await world.ImageAsync(name, "child");
        var index = await world.IndexAsync(name, [(child, "amd64")], "2");
        var pinned = await sandbox.RegisterAsync(new TaskDefinitionRequest { Family = TaskSandbox.Unique("pin"), ImageUri = $"{repository.RepositoryUri}@{child}", Ports = [new TaskPort(80, "tcp")] });
        var second = await RunAsync(pinned, cluster);
        var free = await world.ImageAsync(name, "free", tags: ["3"]);

        var plan = Assert.Single(await PlanAsync(new ClearRepositoryRequest { RepositoryNames = [name], KeepLast = 0 }));

        Assert.Equal([free], plan.Going.Select(image => image.Image.ImageDigest));
        var spared = plan.Spared.ToDictionary(image => image.Image.ImageDigest, image => image.Users);
        Assert.Equal([$"task {task.TaskId} in {cluster.Cluster}"], spared[running]);
        Assert.Equal([$"task {task.TaskId} in {cluster.Cluster}"], spared[next]);
        Assert.Equal([$"task {second.TaskId} in {cluster.Cluster}"], spared[index]);
        foreach (var started in new[] { task, second })
        {
            await new FargateTasks(sandbox.Connection).StopAsync(TaskReference.Parse(started.TaskArn, null), null, default);
        }
    }

    [Fact]
    public async Task Only_what_is_old_enough_goes()
    {
        var (repository, world) = await NewAsync("old");
        using var _ = world;
        var one = await world.ImageAsync(repository.RepositoryName, "one", tags: ["1"]);
        var two = await world.ImageAsync(repository.RepositoryName, "two", tags: ["2"]);
        var request = new ClearRepositoryRequest { RepositoryNames = [repository.RepositoryName], OlderThan = TimeSpan.FromDays(30) };
        Assert.False(Assert.Single(await PlanAsync(request)).IsNeeded);

        using var later = sandbox.Connect(new LaterClock(TimeSpan.FromDays(31)));
        var plan = Assert.Single(await new RepositoryClearing(later).PlanAsync(request, error => throw error, default));
        Assert.Equal([one, two], plan.Going.Select(image => image.Image.ImageDigest));
    }

    [Fact]
    public async Task Only_what_was_named_goes()
    {
        var (repository, world) = await NewAsync("named");
        using var _ = world;
        await world.ImageAsync(repository.RepositoryName, "one", tags: ["1"]);
        var two = await world.ImageAsync(repository.RepositoryName, "two", tags: ["2"]);
        var plan = Assert.Single(await PlanAsync(new ClearRepositoryRequest { RepositoryNames = [repository.RepositoryName], Digests = [two] }));
        Assert.Equal([two], plan.Going.Select(image => image.Image.ImageDigest));
    }

    [Fact]
    public async Task Findings_are_asked_for_image_by_image_where_the_list_does_not_tell_them_and_a_repository_is_read_to_its_last_page()
    {
        using var ecr = new ScriptedEcs();
        var digests = Enumerable.Range(0, 3).Select(number => "sha256:" + new string((char)('a' + number), 64)).ToList();
        ecr.On("DescribeRepositories", _ => Json("""{"repositories":[{"repositoryName":"web","repositoryUri":"localhost:9/web","registryId":"123456789012"}]}"""))
            .On("DescribeImages", input => input["nextToken"] is null
                ? Json($$"""{"nextToken":"more","imageDetails":[{"imageDigest":"{{digests[0]}}","imageTags":["1"]},{"imageDigest":"{{digests[1]}}","imageTags":["2"],"imageScanStatus":{"status":"COMPLETE"},"imageScanFindingsSummary":{"findingSeverityCounts":{"LOW":1} } }]}""")
                : Json($$"""{"imageDetails":[{"imageDigest":"{{digests[2]}}"}]}"""))
            .On("BatchGetImage", _ => Json("""{"images":[]}"""))
            .On("DescribeImageScanFindings", input => (string)input["imageId"]!["imageDigest"]! == digests[0]
                ? Json("""{"imageScanStatus":{"status":"ACTIVE"},"imageScanFindings":{"findingSeverityCounts":{"CRITICAL":2,"HIGH":5}}}""")
                : Json("""{"__type":"ScanNotFoundException"}"""));
        using var connection = ecr.Connect(SystemClock.Instance);
        var gaps = new List<PermissionGap>();
        connection.LeftOut = gaps.Add;

        var found = await new EcrImageFinder(connection).FindAsync(
            new FindImagesRequest { RepositoryNames = ["web"], Detailed = true }, error => throw error, default).ToListAsync();

        Assert.Equal(digests, found.Select(image => image.ImageDigest));
        Assert.Equal(["ACTIVE", "COMPLETE", null], found.Select(image => image.ScanStatus));
        Assert.Equal((2, 5), (found[0].ScanFindings["CRITICAL"], found[0].ScanFindings["HIGH"]));
        Assert.Equal(2, ecr.Count("DescribeImageScanFindings"));

        // ECS is not in the script, as it is not in the rights of who may only read images.
        Assert.Null(found[0].UsedBy);
        Assert.Equal("UsedBy is unknown (use -WithoutUses to skip it)", Assert.Single(gaps).LeftOut);
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    /// <summary>A task that runs, so that its image is settled.</summary>
    private async Task<FargateTask> RunAsync(FargateTaskDefinition definition, FargateCluster cluster)
    {
        var started = Assert.Single(await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.TaskDefinition, Cluster = cluster.Cluster }));
        for (var attempt = 0; attempt < 600; attempt++)
        {
            var now = await new FargateTasks(sandbox.Connection)
                .GetAsync(new TaskQuery { Clusters = [cluster.Cluster], Tasks = [started.TaskArn] }, error => throw error, default).ToListAsync();
            if (now is [{ LastStatus: "RUNNING" } task])
            {
                return task;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"Task {started.TaskId} never ran.");
    }

    private Task<(EcrRepository Repository, RepositoryWorld World)> NewAsync(string prefix) => RepositoryWorld.NewAsync(sandbox.Connection, prefix);

    private async Task<List<EcrStoredImage>> FindAsync(FindImagesRequest request)
    {
        sandbox.Connection.LeftOut = gap => Assert.Fail(gap.LeftOut);
        return await new EcrImageFinder(sandbox.Connection).FindAsync(request, error => throw error, default).ToListAsync();
    }

    private Task<IReadOnlyList<RepositoryClearPlan>> PlanAsync(ClearRepositoryRequest request)
        => new RepositoryClearing(sandbox.Connection).PlanAsync(request, error => throw error, default);

    private async Task<List<EcrStoredImage>> ApplyAsync(RepositoryClearPlan plan)
        => await new RepositoryClearing(sandbox.Connection).ApplyAsync(plan, error => throw error, null, default).ToListAsync();

    /// <summary>A clock that is ahead.</summary>
    private sealed class LaterClock(TimeSpan ahead) : IClock
    {
        public DateTimeOffset UtcNow => SystemClock.Instance.UtcNow + ahead;

        public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken) => SystemClock.Instance.DelayAsync(duration, cancellationToken);

        public double NextRandom() => SystemClock.Instance.NextRandom();
    }
}
