using System;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;
using EcsTools.Tests.Support;
using TarEntryType = System.Formats.Tar.TarEntryType;

namespace EcsTools.Tests.Images.Push;

/// <summary>An image on the local engine whose layers hold what a tar can: links, long names, a whiteout, an empty file.</summary>
internal sealed class EngineTestImage : IAsyncDisposable
{
    private readonly string _name = "ecstools-test-" + Guid.NewGuid().ToString("N")[..12];

    public string Reference => _name + ":v1";

    public static async Task<EngineTestImage> LoadAsync(TemporaryFolder folder, int top = 1, int size = 250_000, string? volume = null, int words = 70_000)
    {
        await Tool.RequireDockerAsync();
        var image = new EngineTestImage();
        var path = folder.File(image._name + ".tar");
        Write(path, image.Reference, volume, Base(words), Noise("top/noise", size, top));
        await Tool.RunOrFailAsync("docker", "load", "-q", "-i", path);
        return image;
    }

    /// <summary>An image with a layer whose small folder comes before a large one, which an engine sends first: <c>sdk-tools/a</c>, then <c>sdk/large</c>.</summary>
    public static async Task<EngineTestImage> LoadDisorderedAsync(TemporaryFolder folder)
    {
        await Tool.RequireDockerAsync();
        var image = new EngineTestImage();
        var path = folder.File(image._name + ".tar");
        var large = new byte[90 << 20];
        new Random(1).NextBytes(large.AsSpan(0, 1 << 20));
        Write(path, image.Reference, null, Base(70_000), Layer(tar =>
        {
            File(tar, "bin/first", "the engine sends this first"u8.ToArray());
            File(tar, "sdk-tools/a", "a small file"u8.ToArray());
            File(tar, "sdk-tools/b", Array.Empty<byte>());
            tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "sdk-tools/c") { ModificationTime = DateTimeOffset.UnixEpoch, LinkName = "sdk-tools/a" });
            File(tar, "sdk/large", large);
            File(tar, "sdk/small", "another small file"u8.ToArray());
            File(tar, "top", "the last file"u8.ToArray());
        }));
        await Tool.RunOrFailAsync("docker", "load", "-q", "-i", path);
        return image;
    }

    /// <summary>The image as a push reads it.</summary>
    public async Task<EngineImageSource> OpenAsync(Func<string?, Overlay2LayerStore?>? findStore = null)
        => (EngineImageSource)await EngineImageSource.OpenAsync(
            await DockerEngine.ConnectAsync(CancellationToken.None), Reference, Reference, null, CancellationToken.None, findStore);

    /// <summary>The image as a push reads it from an engine that was found in another way. The engine's disk is not read.</summary>
    public async Task<EngineImageSource> OpenRemoteAsync(HostEnvironment environment, IProgress<OperationProgress>? progress = null)
        => (EngineImageSource)await EngineImageSource.OpenAsync(
            await DockerEngine.ConnectAsync(environment, CancellationToken.None), Reference, Reference, progress, CancellationToken.None, _ => null);

    public async ValueTask DisposeAsync() => await Tool.RunAsync("docker", new[] { "rmi", "-f", Reference });

    private static byte[] Base(int words) => Layer(tar =>
    {
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "dir/") { ModificationTime = DateTimeOffset.UnixEpoch });
        File(tar, "dir/words", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the quick brown fox\n", words))));
        File(tar, "dir/empty", Array.Empty<byte>());
        File(tar, "dir/" + new string('n', 150), "a long name"u8.ToArray());
        tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "dir/link") { ModificationTime = DateTimeOffset.UnixEpoch, LinkName = "words" });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "dir/hard") { ModificationTime = DateTimeOffset.UnixEpoch, LinkName = "dir/words" });
        tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "other") { ModificationTime = DateTimeOffset.UnixEpoch, LinkName = "dir" });
    });

    private static byte[] Noise(string name, int size, int seed) => Layer(tar =>
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "top/") { ModificationTime = DateTimeOffset.UnixEpoch });
        File(tar, name, bytes);
        File(tar, "dir/.wh.empty", Array.Empty<byte>());
    });

    private static byte[] Layer(Action<TarWriter> write)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, TarEntryFormat.Pax, leaveOpen: true))
        {
            write(tar);
        }

        return memory.ToArray();
    }

    private static void File(TarWriter tar, string name, byte[] content)
        => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });

    private static void Write(string path, string reference, string? volume, params byte[][] layers)
    {
        using var tar = new TarWriter(System.IO.File.Create(path), TarEntryFormat.Ustar);
        var config = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject
            {
                ["Labels"] = new JsonObject { ["made-for"] = reference },
                ["Volumes"] = volume is null ? null : new JsonObject { [volume] = new JsonObject() },
            },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(layers.Select(layer => (JsonNode)Sha256Digest.Compute(layer)).ToArray()) },
            ["history"] = new JsonArray(layers.Select((_, i) => (JsonNode)new JsonObject { ["created_by"] = $"layer {i}" }).ToArray()),
        }.ToJsonString());
        for (var i = 0; i < layers.Length; i++)
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{i}/layer.tar") { DataStream = new MemoryStream(layers[i]) });
        }

        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "config.json") { DataStream = new MemoryStream(config) });
        var manifest = new JsonArray(new JsonObject
        {
            ["Config"] = "config.json",
            ["RepoTags"] = new JsonArray(reference),
            ["Layers"] = new JsonArray(layers.Select((_, i) => (JsonNode)$"{i}/layer.tar").ToArray()),
        });
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(manifest.ToJsonString())) });
    }
}
