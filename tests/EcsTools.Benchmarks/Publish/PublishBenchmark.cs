using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Publishing;
using EcsTools.Apps.Sources;
using EcsTools.Aws;
using EcsTools.Benchmarks.Push;
using EcsTools.Images.Build;
using EcsTools.Sandbox;

namespace EcsTools.Benchmarks.Publish;

/// <summary>
/// Publishes samples/express-server to a sandbox with containers, in turns with docker build, docker push and the AWS CLI on the same sandbox: for the first
/// time, with one changed line, and with no change.
/// </summary>
internal static class PublishBenchmark
{
    private const int Rounds = 3;

    /// <param name="arguments"><c>same</c> gives the target group of the peer the health check of EcsTools.</param>
    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        if (new[] { "docker", "aws" }.Where(name => !Tool.IsInstalled(name)).ToList() is { Count: > 0 } missing)
        {
            Console.WriteLine($"publish: {string.Join(", ", missing)} must be installed for it.");
            return;
        }

        var scratch = Path.Combine(Path.GetTempPath(), "ecstools-bench-" + Guid.NewGuid().ToString("N")[..8]);
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Docker }, CancellationToken.None);
        using var site = new SampleSite(Path.Combine(scratch, "site"));
        using var connection = await AwsConnections.ConnectAsync(new AwsConnectionRequest
        {
            EndpointUrl = sandbox.EndpointUrl,
            Region = sandbox.Region,
            AccessKey = sandbox.AccessKey,
            SecretKey = sandbox.SecretKey,
        });
        var peer = new CliPublisher(sandbox, "peer", site.Folder, Path.Combine(scratch, "docker"), arguments.Contains("same"));
        try
        {
            await peer.LogInAsync();
            await RunAsync(site, connection, peer);
        }
        finally
        {
            Directory.Delete(Path.Combine(scratch, "docker"), recursive: true);
        }
    }

    private static async Task RunAsync(SampleSite site, AwsConnection connection, CliPublisher peer)
    {
        Console.WriteLine("publish: seconds until the new version answers, and until the command has ended (medians). EcsTools in a warm process, the peers as programs.");
        string? url = null;
        async Task OursAsync() => url = (await PublishAsync(connection, site.Folder)).Url;

        // The build cache of the engine is the same for both: the base image is there, and the first line that changes is COPY.
        site.Change();
        var theirFirst = await site.TimeAsync(() => peer.Url, peer.FirstAsync);
        site.Change();
        var ourFirst = await site.TimeAsync(() => url, OursAsync);
        Print("first publication", ourFirst, theirFirst, 1);
        var (ours, theirs) = (new List<(double, double)>(), new List<(double, double)>());
        for (var round = 0; round < Rounds; round++)
        {
            site.Change();
            ours.Add(await site.TimeAsync(() => url, OursAsync));
            site.Change();
            theirs.Add(await site.TimeAsync(() => peer.Url, peer.AgainAsync));
        }

        Print("one line changed", Median(ours), Median(theirs), 3);
        var (unchanged, repeated) = (new List<(double, double)>(), new List<(double, double)>());
        await OursAsync();
        for (var round = 0; round < Rounds; round++)
        {
            unchanged.Add(await EndAsync(OursAsync));
            repeated.Add(await EndAsync(peer.AgainAsync));
        }

        Print("nothing changed", Median(unchanged), Median(repeated), 10);
    }

    private static async Task<Models.FargateApp> PublishAsync(AwsConnection connection, string folder)
    {
        var app = FolderApp.Complete(
            new AppDefinition
            {
                Name = "ours",
                Services =
                [
                    new AppService
                    {
                        Name = "ours",
                        Container = new AppContainer { Name = "ours", Build = new ImageBuildRequest { ContextPath = folder } },
                    },
                ],
            },
            isBalanced: true);
        var publisher = new AppPublisher(connection);
        return await publisher.ApplyAsync(await publisher.PlanAsync(new PublishAppRequest { Definition = app }, default), null, default);
    }

    private static async Task<(double, double)> EndAsync(Func<Task> publish)
    {
        var watch = Stopwatch.StartNew();
        await publish();
        return (watch.Elapsed.TotalSeconds, watch.Elapsed.TotalSeconds);
    }

    private static (double Served, double Ended) Median(List<(double Served, double Ended)> times)
        => (times.Select(time => time.Served).Order().ElementAt(times.Count / 2), times.Select(time => time.Ended).Order().ElementAt(times.Count / 2));

    private static void Print(string what, (double Served, double Ended) ours, (double Served, double Ended) theirs, double mark)
        => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-20} ours {ours.Served,6:F1} / {ours.Ended,6:F1}   by hand {theirs.Served,6:F1} / {theirs.Ended,6:F1}   served {theirs.Served / ours.Served,5:F1} x, "
                + $"ended {theirs.Ended / ours.Ended,5:F1} x as quick (mark {mark:F0} x)"));
}
