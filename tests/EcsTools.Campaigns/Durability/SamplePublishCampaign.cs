using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Apps.Publishing;
using EcsTools.Apps.Removal;
using EcsTools.Aws;
using EcsTools.Compose;
using EcsTools.Models;
using EcsTools.Sandbox;

namespace EcsTools.Campaigns.Durability;

/// <summary>
/// Kills publications of the compose file of the sample with SIGKILL, with images that are built and tasks that are containers. The next publication must end in
/// the state of one that was not disturbed, and a further one must find nothing to do. Then the app is removed, and nothing with a tag of it may be left.
/// </summary>
internal sealed class SamplePublishCampaign(int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly Random _random = new(seed);
    private readonly List<string> _findings = [];
    private int _interrupted;

    /// <summary>The app of the compose file, as the process that is killed publishes it.</summary>
    public static PublishAppRequest Request(string path) => new() { Definition = ComposeApps.Read(new ComposeRequest { Paths = [path] }), SkipTest = true };

    public async Task<DurabilityReport> RunAsync(int kills)
    {
        var path = Path.Combine(RepositoryRoot(), "samples", "monolith-to-microservices", "compose.yaml");
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Docker, TimeScale = 20 }, CancellationToken.None);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(sandbox.AccessKey, sandbox.SecretKey), "us-east-1", sandbox.EndpointUrl, SystemClock.Instance);

        // The first publication builds the images. The engine keeps them, so the second one shows how long the next ones take.
        await RemoveAsync(sandbox, connection, (await PublishAsync(connection, path)).App, -1);
        var watch = Stopwatch.StartNew();
        var undisturbed = await PublishAsync(connection, path);
        var duration = watch.Elapsed;
        await RemoveAsync(sandbox, connection, undisturbed.App, -1);
        for (var kill = 0; kill < kills; kill++)
        {
            await KillAsync(sandbox, path, duration);
            try
            {
                var (app, state) = await PublishAsync(connection, path);
                _findings.AddRange(undisturbed.State.Except(state).Select(missing => $"kill {kill}: {missing} is missing"));
                _findings.AddRange(state.Except(undisturbed.State).Select(more => $"kill {kill}: {more} is there, and is not after an undisturbed publication"));
                var publisher = new AppPublisher(connection);
                var again = await publisher.ApplyAsync(await publisher.PlanAsync(Request(path), CancellationToken.None), null, CancellationToken.None);
                _findings.AddRange(again.Steps.Where(step => step.Change != ChangeStatus.Unchanged).Select(step => $"kill {kill}: the next publication had to do {step}"));
                await RemoveAsync(sandbox, connection, app, kill);
            }
            catch (EcsToolsException problem)
            {
                _findings.Add($"kill {kill}: {problem.Message}");
            }
        }

        return new DurabilityReport(
            $"sample-publications: {_findings.Count} findings after {kills} kills of a publication with containers with SIGKILL, {_interrupted} of them before its end",
            _findings);
    }

    private async Task KillAsync(SandboxServer sandbox, string path, TimeSpan duration)
    {
        using var child = ChildProcess.Start("publish-sample", sandbox.EndpointUrl, sandbox.AccessKey, sandbox.SecretKey, path);
        await child.ReadLineAsync();
        var ended = child.ReadLineAsync();
        await Task.WhenAny(ended, Task.Delay(_random.Next(5, (int)duration.TotalMilliseconds)));
        _interrupted += ended.IsCompleted ? 0 : 1;
        child.Kill();
        await child.WaitAsync(CancellationToken.None);
    }

    /// <summary>Publishes, and tells what there is: the services with their tasks, the routes, and the names of all resources.</summary>
    private static async Task<(string App, HashSet<string> State)> PublishAsync(AwsConnection connection, string path)
    {
        var publisher = new AppPublisher(connection);
        var published = await publisher.ApplyAsync(await publisher.PlanAsync(Request(path), CancellationToken.None), null, CancellationToken.None);
        var resources = await new AppReader(connection).ResourcesAsync(published.AppName, CancellationToken.None);

        // A revision is registered anew after a removal, so its number differs.
        var state = resources.Select(resource => $"{resource.ResourceType} {resource.Name.Split(':')[0]}")
            .Concat(published.Services.Select(service => $"service {service.ServiceName}, {service.Status}, {service.RunningCount} of {service.DesiredCount} tasks"))
            .GroupBy(text => text, (text, all) => $"{text} ({all.Count()})");
        return (published.AppName, state.ToHashSet(StringComparer.Ordinal));
    }

    private async Task RemoveAsync(SandboxServer sandbox, AwsConnection connection, string app, int kill)
    {
        var removal = new AppRemoval(connection);
        await removal.RemoveAsync(
            await removal.PlanAsync(app, keepRepositories: false, keepLogs: false, CancellationToken.None), Patience, null, CancellationToken.None);
        foreach (var key in new[] { "ecstools:app", "ecstools:shared" })
        {
            var input = new JsonObject { ["TagFilters"] = new JsonArray(new JsonObject { ["Key"] = key }) };
            var left = await sandbox.CallAsync("AWSSDK.ResourceGroupsTaggingAPI", "GetResources", input);
            _findings.AddRange(left["ResourceTagMappingList"]!.AsArray().Select(resource => $"kill {kill}: {resource!["ResourceARN"]} is left"));
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EcsTools.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The campaign runs in the repository.");
        }

        return folder.FullName;
    }
}
