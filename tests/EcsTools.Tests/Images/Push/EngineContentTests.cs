using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>A folder laid out as containerd lays out its own, read by the engine of this machine, whose image store is another one.</summary>
public sealed class EngineContentTests : IDisposable
{
    private const string Blobs = "io.containerd.content.v1.content/blobs/sha256/";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task An_image_goes_to_the_registry_byte_for_byte()
    {
        var (digest, _) = WriteImage("one", 3_000_000, 500_000);
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var registry = await DockerRegistryServer.StartAsync();
        using var proxy = new EngineProxy();
        using var source = await OpenAsync(image, proxy, digest, _folder.Path);

        var pushed = await PushAsync(registry, source!);

        Assert.Equal((digest, 3), (pushed.Digest, pushed.BlobsSent));
        Assert.DoesNotContain(proxy.Requests, request => request.Contains("/get", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Only_layers_that_are_missing_are_read_whole()
    {
        var (first, layers) = WriteImage("first", 3_000_000, 500_000);
        var (second, more) = WriteImage("second", 3_000_000, 600_000);
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var registry = await DockerRegistryServer.StartAsync();
        using var proxy = new EngineProxy();
        using (var source = await OpenAsync(image, proxy, first, _folder.Path))
        {
            await PushAsync(registry, source!);
        }

        using var changed = await OpenAsync(image, proxy, second, _folder.Path);
        var before = proxy.Requests.Count;
        var pushed = await PushAsync(registry, changed!);

        Assert.Equal(layers[0], more[0]);
        Assert.Equal((second, 2), (pushed.Digest, pushed.BlobsSent));
        Assert.DoesNotContain(proxy.Requests.Skip(before), request => request.Contains(Sha256Digest.Hex(layers[0]), StringComparison.Ordinal));
        Assert.Contains(proxy.Requests.Skip(before), request => request.Contains(Sha256Digest.Hex(more[1]), StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Of_an_index_the_platform_that_the_engine_has_is_pushed()
    {
        var (digest, _) = WriteImage("one", 1000);
        var index = Write(Json(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciIndex,
            ["manifests"] = new JsonArray(
                new JsonObject { ["mediaType"] = MediaTypes.OciManifest, ["digest"] = "sha256:" + new string('a', 64), ["size"] = 500, ["platform"] = Platform("arm64") },
                new JsonObject { ["mediaType"] = MediaTypes.OciManifest, ["digest"] = digest, ["size"] = Size(digest), ["platform"] = Platform("amd64") }),
        }));
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var registry = await DockerRegistryServer.StartAsync();
        using var proxy = new EngineProxy();
        using var source = await OpenAsync(image, proxy, index, _folder.Path);

        Assert.Equal(digest, (await PushAsync(registry, source!)).Digest);
    }

    [SkippableFact]
    public async Task The_folder_that_has_the_image_is_found_among_several()
    {
        var (digest, _) = WriteImage("one", 1000);
        var empty = Directory.CreateDirectory(_folder.File("empty")).FullName;
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var proxy = new EngineProxy();
        using var source = await OpenAsync(image, proxy, digest, "/no/such/folder", empty, _folder.Path);

        Assert.NotNull(source);
        Assert.False(Directory.Exists("/no/such/folder"), "the engine created the folder");
        Assert.Empty(_said);
    }

    [SkippableTheory]
    [InlineData("a layer is missing")]
    [InlineData("the config is another one")]
    [InlineData("the manifest is another one")]
    [InlineData("a layer is shorter")]
    public async Task What_is_not_as_expected_is_left_to_the_export(string fault)
    {
        var (digest, layers) = WriteImage("one", 1000);
        var manifest = JsonNode.Parse(File.ReadAllBytes(PathOf(digest)))!;
        switch (fault)
        {
            case "a layer is missing":
                File.Delete(PathOf(layers[0]));
                break;
            case "a layer is shorter":
                File.WriteAllBytes(PathOf(layers[0]), new byte[10]);
                break;
            case "the config is another one":
                File.WriteAllText(PathOf((string)manifest["config"]!["digest"]!), new string('x', (int)manifest["config"]!["size"]!));
                break;
            default:
                File.WriteAllText(PathOf(digest), "{}");
                break;
        }

        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var proxy = new EngineProxy();
        using var source = await OpenAsync(image, proxy, digest, _folder.Path);

        Assert.Null(source);
        Assert.Contains("export", Assert.Single(_said), StringComparison.Ordinal);
        Assert.Equal("", (await Tool.RunOrFailAsync(
            "docker", "ps", "-aq", "--filter", $"label={EngineStoreLeftovers.Label}", "--filter", $"ancestor={image.Reference}")).Trim());
    }

    [Fact]
    public void The_folders_are_those_of_the_engine_the_machine_and_Docker_Desktop()
        => Assert.Equal(
            ["/data/docker/containerd/daemon", "/var/lib/containerd", "/var/lib/desktop-containerd/daemon"], ContainerdContentStore.RootsFor("/data/docker/"));

    private static JsonObject Platform(string architecture) => new() { ["os"] = "linux", ["architecture"] = architecture };

    private static byte[] Json(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private async Task<IImageSource?> OpenAsync(EngineTestImage image, EngineProxy proxy, string digest, params string[] roots)
    {
        var engine = await DockerEngine.ConnectAsync(proxy.Environment(), CancellationToken.None);
        var store = await ContainerdContentStore.FindAsync(engine, image.Reference, [], digest, roots, _said.Add, CancellationToken.None);
        return store is null ? null : EngineContentSource.Open(engine, store, "web:1", _said.Add, CancellationToken.None);
    }

    private async Task<PushResult> PushAsync(DockerRegistryServer registry, IImageSource source)
    {
        using var target = new PushTarget(RepositoryClients.For(registry.Host, "web"));
        return await new PushOperation(target, "test", null, new PushedLayerCache(_folder.File("memory")))
            .RunAsync(source, new PushImageRequest { RepositoryName = "web", Tags = ["v1"] }, CancellationToken.None);
    }

    /// <returns>The digest of the manifest, and those of the compressed layers.</returns>
    private (string Digest, IReadOnlyList<string> Layers) WriteImage(string label, params int[] layers)
    {
        var tars = layers.Select(Layer).ToList();
        var packed = tars.Select(Gzip).ToList();
        var config = Json(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject { ["Labels"] = new JsonObject { ["label"] = label } },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(tars.Select(tar => (JsonNode)Sha256Digest.Compute(tar)).ToArray()) },
        });
        var digests = packed.Select(Write).ToList();
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = new JsonObject { ["mediaType"] = "application/vnd.oci.image.config.v1+json", ["digest"] = Write(config), ["size"] = config.Length },
            ["layers"] = new JsonArray(digests.Select((digest, i) => (JsonNode)new JsonObject
            {
                ["mediaType"] = "application/vnd.oci.image.layer.v1.tar+gzip", ["digest"] = digest, ["size"] = packed[i].Length,
            }).ToArray()),
        };
        return (Write(Json(manifest)), digests);
    }

    private static byte[] Layer(int size)
    {
        var noise = new byte[size];
        new Random(size).NextBytes(noise);
        using var memory = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(memory, leaveOpen: true))
        {
            tar.WriteEntry(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "noise") { DataStream = new MemoryStream(noise), ModificationTime = DateTimeOffset.UnixEpoch });
        }

        return memory.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return memory.ToArray();
    }

    private string PathOf(string digest) => _folder.File(Blobs + Sha256Digest.Hex(digest));

    private long Size(string digest) => new FileInfo(PathOf(digest)).Length;

    private string Write(byte[] blob)
    {
        var digest = Sha256Digest.Compute(blob);
        Directory.CreateDirectory(_folder.File(Blobs));
        File.WriteAllBytes(PathOf(digest), blob);
        return digest;
    }
}
