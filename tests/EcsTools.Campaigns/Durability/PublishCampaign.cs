using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Apps.Inventory;
using EcsTools.Apps.Publishing;
using EcsTools.Apps.Removal;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Sandbox;

namespace EcsTools.Campaigns.Durability;

/// <summary>
/// Kills publications of an app with SIGKILL at random moments. The next publication must end with every service running the new version once, and a further one
/// must find nothing to do. Half of the apps are new, the others have another version. At the end each app is removed, and nothing of it may be left.
/// </summary>
internal sealed class PublishCampaign(int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly Random _random = new(seed);
    private readonly List<string> _findings = [];
    private int _interrupted;

    public async Task<DurabilityReport> RunAsync(int kills)
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, TimeScale = 50 }, CancellationToken.None);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(sandbox.AccessKey, sandbox.SecretKey), "us-east-1", sandbox.EndpointUrl, SystemClock.Instance);
        var apps = Math.Max(1, kills / 2);
        for (var kill = 0; kill < kills; kill++)
        {
            var (app, version) = ($"app-{kill % apps}", $"{kill / apps}");
            await KillAsync(sandbox, app, version);
            await ConvergeAsync(connection, app, version, kill);
        }

        for (var app = 0; app < Math.Min(apps, kills); app++)
        {
            await RemoveAsync(connection, $"app-{app}");
        }

        return new DurabilityReport(
            $"publications: {_findings.Count} findings after {kills} kills of a publication with SIGKILL, {_interrupted} of them before its end", _findings);
    }

    private async Task KillAsync(SandboxServer sandbox, string app, string version)
    {
        using var child = ChildProcess.Start("publish", sandbox.EndpointUrl, sandbox.AccessKey, sandbox.SecretKey, app, version);
        await child.ReadLineAsync();
        var ended = child.ReadLineAsync();
        await Task.WhenAny(ended, Task.Delay(_random.Next(5, 4000)));
        _interrupted += ended.IsCompleted ? 0 : 1;
        child.Kill();
        await child.WaitAsync(CancellationToken.None);
    }

    private async Task ConvergeAsync(AwsConnection connection, string app, string version, int kill)
    {
        var publisher = new AppPublisher(connection);
        var request = PublishProcess.Request(app, version);
        try
        {
            var published = await publisher.ApplyAsync(await publisher.PlanAsync(request, CancellationToken.None), null, CancellationToken.None);
            foreach (var service in published.Services.Where(service => service.Kind == "Service" && (service.Status, service.RunningCount) != ("Running", 1)))
            {
                _findings.Add($"kill {kill}: {service.ServiceName} is {service.Status} with {service.RunningCount} tasks");
            }

            var again = await publisher.ApplyAsync(await publisher.PlanAsync(request, CancellationToken.None), null, CancellationToken.None);
            _findings.AddRange(again.Steps.Where(step => step.Change != ChangeStatus.Unchanged).Select(step => $"kill {kill}: the next publication had to do {step}"));
        }
        catch (EcsToolsException problem)
        {
            _findings.Add($"kill {kill}: {problem.Message}");
        }
    }

    private async Task RemoveAsync(AwsConnection connection, string app)
    {
        var removal = new AppRemoval(connection);
        await removal.RemoveAsync(
            await removal.PlanAsync(app, keepRepositories: false, keepLogs: false, CancellationToken.None), Patience, null, CancellationToken.None);
        _findings.AddRange((await new AppReader(connection).ResourcesAsync(app, CancellationToken.None)).Select(left => $"{app}: {left} is left"));
    }
}
