using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using EcsTools.Images.Push;

namespace EcsTools.Benchmarks.Push;

/// <summary>
/// Pushes to Debian's docker-registry on this machine, in turns with docker, skopeo and podman, so that all meet the same machine. The peers are timed as
/// whole processes, ours in a warm one.
/// </summary>
internal static class PushBenchmark
{
    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments is [PushMemory.ChildVerb, ..])
        {
            await PushMemory.RunChildAsync(arguments);
            return;
        }

        if (arguments is [DockerMember.ChildVerb])
        {
            await DockerMember.RunChildAsync();
            return;
        }

        if (arguments is [Uplink.ChildVerb, ..])
        {
            await Uplink.RunChildAsync(arguments);
            return;
        }

        var options = PushOptions.Parse(arguments);
        var images = new BenchImages(Path.Combine(DocumentTable.Repository, "out", "bench"));
        if (options.Clean)
        {
            await images.RemoveAsync();
            return;
        }

        if (new[] { "docker", "docker-registry", "skopeo" }.Where(name => !Tool.IsInstalled(name)).ToList() is { Count: > 0 } missing)
        {
            Console.WriteLine($"push: {string.Join(", ", missing)} must be installed for it.");
            return;
        }

        var scratch = Path.Combine(Path.GetTempPath(), "ecstools-bench-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(scratch);
        try
        {
            await RunAsync(options, images, scratch);
        }
        finally
        {
            await DockerMember.EndAsync();
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task RunAsync(PushOptions options, BenchImages images, string scratch)
    {
        var machine = $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {RuntimeInformation.OSDescription}";
        Console.WriteLine($"push: medians of {options.Rounds} rounds in seconds, on {machine}");
        if (!Tool.IsInstalled("podman"))
        {
            Console.WriteLine("podman is not installed: its column stays empty.");
        }

        await WarmAsync(images, scratch);
        var table = new PushTable();
        table.PrintHead();
        foreach (var row in PushRow.All.Where(row => options.Wants(row.Name)))
        {
            table.Add(row, await new PushRounds(row, options, images, scratch).MeasureAsync());
        }

        if (PushRow.All.Any(row => row.Image == BenchImages.App && options.Wants(row.Name)))
        {
            await BenchApp.PruneAsync();
        }

        if (options.Write)
        {
            table.Write();
        }

        if (options.Wants("slow"))
        {
            await SlowLink.MeasureAsync(images, scratch, table);
        }

        if (options.Wants("memory"))
        {
            await PushMemory.MeasureAsync(images, scratch, table);
        }

        if (options.Write)
        {
            table.Write();
        }
    }

    /// <summary>What a session has compiled after its first command.</summary>
    private static async Task WarmAsync(BenchImages images, string scratch)
    {
        await images.MakeAsync("a");
        foreach (var contender in new[] { Ours.Engine, Ours.Member, Ours.Archive, Ours.Layout, Peers.Limit })
        {
            for (var i = 0; i < 3; i++)
            {
                using var registry = await BenchRegistry.StartAsync(scratch);
                var target = new PushTarget(images, "a", registry.Host, "warm", PushRounds.NewMemory(scratch));
                await contender.PushAsync(target);
                await contender.PushAsync(target);
            }
        }
    }
}
