using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Images.Build;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Sandbox;

namespace EcsTools.Campaigns.Durability;

/// <summary>
/// Kills pushes from an engine with SIGKILL, at random moments, and runs each of them again. The second run must end, and after it nothing may be left of the
/// first: no container, no volume, no file. The image in the repository must be complete.
/// </summary>
internal sealed class PushKillCampaign(int seed)
{
    private const string Marker = "ecstools-push-kills";
    private const string Socket = "/var/run/docker.sock";

    /// <summary>Some pushes end before they are killed. So many are begun at most for each kill.</summary>
    private const int MostPushes = 4;

    private readonly Random _random = new(seed);
    private readonly List<string> _findings = [];
    private readonly string _name = Marker + "-" + Guid.NewGuid().ToString("N")[..8];
    private int _killed;

    /// <summary>Why it cannot run here; null if it can.</summary>
    public static string? Missing => File.Exists(Socket) ? null : $"there is no Docker engine at {Socket}";

    public async Task<DurabilityReport> RunAsync(int kills)
    {
        if (Missing is { } missing)
        {
            return new DurabilityReport("push-kills: skipped, because " + missing, []);
        }

        var folder = Directory.CreateTempSubdirectory(Marker + "-").FullName;
        using var engine = await DockerEngine.ConnectAsync(CancellationToken.None);
        try
        {
            await using var server = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
            using var relay = new EngineRelay(Socket);
            string[] Common(int kill) => ["push", server.EndpointUrl, server.AccessKey, server.SecretKey, relay.Address, folder, $"kills/{kill}"];
            await BuildAsync(engine, folder);
            var volumes = await VolumesAsync(engine.Client);
            var whole = await TimeAsync([.. Common(0), _name + ":1"]);
            var pushes = 0;
            for (var kill = 1; _killed < kills && kill <= MostPushes * kills; kill++, pushes++)
            {
                // Each third push builds first, and then the layers that changed are pushed.
                string[] arguments = [.. Common(kill), kill % 3 == 0 ? Change(folder, kill) : _name + ":1"];
                await KillAsync(arguments, TimeSpan.FromSeconds(_random.NextDouble() * whole.TotalSeconds));
                await CheckAsync(engine.Client, folder, volumes, kill, await EndAsync(arguments));
            }

            return new DurabilityReport(
                $"push-kills: {_findings.Count} left of {_killed} kills with SIGKILL in {pushes} pushes", _findings);
        }
        finally
        {
            await RemoveAsync(engine.Client);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>An image with a volume, and more to read than a push reads from the engine's export.</summary>
    private async Task BuildAsync(DockerEngine engine, string folder)
    {
        var context = Directory.CreateDirectory(Path.Combine(folder, "context")).FullName;
        File.WriteAllText(
            Path.Combine(context, "Dockerfile"),
            $"FROM scratch\nLABEL {Marker}={_name}\nCOPY one /one/\nCOPY two /two/\nCOPY three /data/{Marker}\nVOLUME /data\nCMD [\"/none\"]\n");
        foreach (var name in new[] { "one", "two", "three" })
        {
            Write(context, name, _random.Next());
        }

        await new ImageBuilder(engine).BuildAsync(new ImageBuildRequest { ContextPath = context, Tags = [_name + ":1"] }, null, CancellationToken.None);
    }

    private static string Change(string folder, int kill)
    {
        var context = Path.Combine(folder, "context");
        Write(context, "two", kill);
        return context;
    }

    private static void Write(string context, string name, int seed)
    {
        var bytes = new byte[8_000_000];
        new Random(seed).NextBytes(bytes);
        Directory.CreateDirectory(Path.Combine(context, name));
        File.WriteAllBytes(Path.Combine(context, name, "noise"), bytes);
    }

    private static async Task<TimeSpan> TimeAsync(string[] arguments)
    {
        using var child = ChildProcess.Start(arguments);
        var line = await child.ReadLineAsync();
        var watch = Stopwatch.StartNew();
        return line == "started" && (await child.ReadLineAsync())?.StartsWith("ended", StringComparison.Ordinal) == true
            ? watch.Elapsed
            : throw new InvalidOperationException("The push that is not killed does not end.");
    }

    private async Task KillAsync(string[] arguments, TimeSpan after)
    {
        using var child = ChildProcess.Start(arguments);
        await child.ReadLineAsync();
        await Task.Delay(after);
        child.Kill();
        _killed += await child.ReadLineAsync() is null ? 1 : 0;
        await child.WaitAsync(CancellationToken.None);
    }

    private static async Task<string> EndAsync(string[] arguments)
    {
        using var child = ChildProcess.Start(arguments);
        await child.ReadLineAsync();
        var line = await child.ReadLineAsync();
        await child.WaitAsync(CancellationToken.None);
        return line ?? "";
    }

    private async Task CheckAsync(IDockerClient engine, string folder, IReadOnlyCollection<string> volumes, int kill, string end)
    {
        if (end.Split(' ') is not ["ended", var digest] || !Sha256Digest.Is(digest))
        {
            _findings.Add($"the push after kill {kill} says '{end}'");
        }

        var containers = await engine.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = Filter });
        _findings.AddRange(containers.Select(container => $"the container {container.ID[..12]} is left after kill {kill}"));
        var added = (await VolumesAsync(engine)).Except(volumes).ToList();
        _findings.AddRange(added.Select(volume => $"the volume {volume} is left after kill {kill}"));
        var files = Directory.EnumerateFileSystemEntries(Path.Combine(folder, "tmp"))
            .Concat(Directory.EnumerateFiles(Path.Combine(folder, "cache"), "*.new")).ToList();
        _findings.AddRange(files.Select(file => $"{file} is left after kill {kill}"));
    }

    /// <summary>Labels of an image are those of its containers too.</summary>
    private Dictionary<string, IDictionary<string, bool>> Filter => new() { ["label"] = new Dictionary<string, bool> { [$"{Marker}={_name}"] = true } };

    /// <summary>The volumes with the image's files. Only root can look into volumes; other users see none.</summary>
    private static async Task<IReadOnlyCollection<string>> VolumesAsync(IDockerClient engine)
    {
        var all = await engine.Volumes.ListAsync();
        return (all.Volumes ?? []).Where(volume => Directory.Exists(Path.Combine(volume.Mountpoint, Marker))).Select(volume => volume.Name).ToHashSet();
    }

    private async Task RemoveAsync(IDockerClient engine)
    {
        foreach (var container in await engine.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = Filter }))
        {
            await engine.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        }

        foreach (var image in await engine.Images.ListImagesAsync(new ImagesListParameters { Filters = Filter }))
        {
            await engine.Images.DeleteImageAsync(image.ID, new ImageDeleteParameters { Force = true });
        }
    }
}
