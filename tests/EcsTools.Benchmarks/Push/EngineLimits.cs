using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using EcsTools.Images.Build;
using EcsTools.Images.Engine;

namespace EcsTools.Benchmarks.Push;

/// <summary>What the engine alone takes of a push: nothing is compressed, hashed or sent.</summary>
internal static class EngineLimits
{
    private const int Buffer = 1 << 18;

    /// <summary>
    /// The archives that a push as a member of the docker group asks for, read to their end, as many at a time as there are processors. The containers are
    /// created and removed too.
    /// </summary>
    public static readonly Contender Archives = new("limit", target => ArchivesAsync(BenchImages.Reference(target.Image))) { LimitOf = Ours.Member.Name };

    /// <summary>The engine's builder, from the first byte of the context to the end of its answer.</summary>
    public static async Task<TimeSpan> BuildAsync(string folder, string name, bool noCache)
    {
        using var engine = await DockerEngine.ConnectAsync(CancellationToken.None);
        var context = BuildContext.Open(folder, null);
        using var memory = new MemoryStream();
        await using (var tar = context.ToTar())
        {
            await tar.CopyToAsync(memory);
        }

        memory.Position = 0;
        var parameters = new ImageBuildParameters { Tags = [name], Dockerfile = context.DockerfileName, NoCache = noCache, Remove = true, ForceRemove = true };
        var watch = Stopwatch.StartNew();
        await engine.Client.Images.BuildImageFromDockerfileAsync(parameters, memory, [], null, new Progress<JSONMessage>(), CancellationToken.None);
        return watch.Elapsed;
    }

    private static async Task<TimeSpan> ArchivesAsync(string name)
    {
        using var engine = await DockerEngine.ConnectAsync(CancellationToken.None);
        var watch = Stopwatch.StartNew();
        var image = await engine.Client.Images.InspectImageAsync(name);
        var folders = EngineStoreFolders.Find(image, image.RootFS.Layers.Select(_ => long.MaxValue / 2).ToArray(), _ => true)!;
        Task<EngineStoreContainer?> StartAsync(CancellationToken token) => EngineStoreContainer.StartAsync(
            engine, EngineStoreContainer.Parameters(image.ID, [], folders.Sources), _ => Task.CompletedTask, _ => { }, token);
        using (var containers = new EngineStoreContainers((await StartAsync(default))!, StartAsync))
        {
            var places = Enumerable.Range(0, image.RootFS.Layers.Count).Select(position => folders.PlaceOf(position)!).Append(EngineStoreFolders.Together);
            await Task.WhenAll(places.Select(place => Task.Run(() => ReadAsync(containers, place))));
        }

        return watch.Elapsed;
    }

    private static async Task ReadAsync(EngineStoreContainers containers, string place)
    {
        using var lease = await containers.TakeAsync(CancellationToken.None);
        await using var archive = await lease.Container.OpenArchiveAsync(place, CancellationToken.None);
        var buffer = new byte[Buffer];
        while (await archive.ReadAsync(buffer) > 0)
        {
        }
    }
}
