using System;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Tests.Ecr;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Sources;

/// <summary>OCI layouts that skopeo wrote, and what the containerd image store makes of them in <c>docker save</c>.</summary>
public sealed class ImageLayoutTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private DockerRegistryServer? _registry;
    private string _layout = "";
    private string _index = "";

    /// <summary>An index of two platforms in a registry, copied to a layout whole.</summary>
    public async Task InitializeAsync()
    {
        if (Tool.Find("skopeo") is null || Tool.Find("docker-registry") is null)
        {
            return;
        }

        _registry = await DockerRegistryServer.StartAsync();
        using var world = new RepositoryWorld(repository => RepositoryClients.For(_registry.Host, repository));
        _index = await world.IndexAsync(
            "web", [(await world.ImageAsync("web", "for amd64"), "amd64"), (await world.ImageAsync("web", "for arm64", "arm64"), "arm64")], "1");
        _layout = _folder.File("layout");
        await Tool.RunOrFailAsync(
            "skopeo", "--insecure-policy", "copy", "--all", "--preserve-digests", "--src-tls-verify=false", $"docker://{_registry.Host}/web:1", $"oci:{_layout}:dev");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _registry?.Dispose();
        _folder.Dispose();
    }

    [SkippableTheory]
    [InlineData("folder")]
    [InlineData("tar")]
    [InlineData("tar.gz")]
    public async Task An_index_is_read_whole_or_one_platform_of_it(string form)
    {
        Require();
        var path = form == "folder" ? _layout : Pack(_layout, form);

        using var whole = await OpenAsync(path);
        using var one = await OpenAsync(path, platform: "linux/arm64");

        Assert.Equal(_index, Sha256Digest.Compute(whole.Root.Bytes!));
        Assert.Equal(2, whole.Root.Children.Count);
        Assert.Equal("linux/arm64", one.Root.Platform!.ToString());
        Assert.Equal(whole.Root.Children[1].Config!.Name, one.Root.Config!.Name);
        var missing = await Assert.ThrowsAsync<EcsToolsException>(() => OpenAsync(path, platform: "linux/s390x"));
        Assert.Equal("PlatformNotFound", missing.ErrorId);
    }

    [SkippableFact]
    public async Task What_the_containerd_image_store_saves_is_pushed_as_it_is_and_found_by_its_name()
    {
        Require();
        Annotate("io.containerd.image.name", "docker.io/library/web:dev");
        var archive = Pack(AsDockerSave(), "tar");

        using var image = await OpenAsync(archive);
        using var named = await OpenAsync(archive, "web:dev");

        Assert.Equal(_index, Sha256Digest.Compute(image.Root.Bytes!));
        Assert.Equal(_index, Sha256Digest.Compute(named.Root.Bytes!));
    }

    [SkippableFact]
    public async Task Of_an_index_of_which_one_platform_was_pulled_that_one_is_the_image()
    {
        Require();
        var index = JsonNode.Parse(await File.ReadAllTextAsync(BlobPath(_index)))!;
        File.Delete(BlobPath((string)index["manifests"]![0]!["digest"]!));

        using var image = await OpenAsync(Pack(AsDockerSave(), "tar"));

        Assert.Equal("linux/arm64", image.Root.Platform!.ToString());
        Assert.Equal((string)index["manifests"]![1]!["digest"]!, Sha256Digest.Compute(image.Root.Bytes!));
    }

    [SkippableFact]
    public async Task An_engine_of_podman_exports_what_is_pushed()
    {
        Require();
        Tool.Require("podman");
        using var podman = await PodmanService.StartAsync();
        await podman.ImportAsync("localhost/ecstools-podman:1");
        using var engine = await DockerEngine.ConnectAsync(podman.Environment, default);
        using var export = await new EngineImages(engine).ExportAsync("localhost/ecstools-podman:1", default);
        using var source = ImageArchiveOpener.Open(await SpoolFile.WriteAsync(export, null, default), "podman", null);
        using var client = RepositoryClients.For(_registry!.Host, "podman");

        var pushed = await new RegistryPusher(client, new PushedLayerCache(_folder.Path), new PushReport("test", null)).PushAsync(source.Root, ["1"], default);

        var inspected = JsonNode.Parse(await Tool.RunOrFailAsync("skopeo", "inspect", "--tls-verify=false", $"docker://{_registry.Host}/podman:1"))!;
        Assert.Equal(pushed.Digest, (string?)inspected["Digest"]);
        Assert.True(engine.IsPodman);
    }

    private void Require()
    {
        Tool.Require("skopeo");
        Tool.Require("docker-registry");
    }

    private static Task<IImageSource> OpenAsync(string path, string? reference = null, string? platform = null)
        => Directory.Exists(path)
            ? Task.Run<IImageSource>(() => OciLayoutSource.OpenFolder(path, reference, platform))
            : ImageArchiveOpener.OpenAsync(path, reference, platform, default);

    private string BlobPath(string digest) => Path.Combine(_layout, "blobs", "sha256", digest[7..]);

    private void Annotate(string name, string value)
    {
        var path = Path.Combine(_layout, "index.json");
        var index = JsonNode.Parse(File.ReadAllText(path))!;
        index["manifests"]![0]!["annotations"]![name] = value;
        File.WriteAllText(path, index.ToJsonString());
    }

    /// <summary>Beside the layout the list that older engines read, as docker save writes both.</summary>
    private string AsDockerSave()
    {
        var index = JsonNode.Parse(File.ReadAllText(BlobPath(_index)))!;
        var manifest = index["manifests"]!.AsArray().Select(entry => BlobPath((string)entry!["digest"]!)).Where(File.Exists).Select(path => JsonNode.Parse(File.ReadAllText(path))!).First();
        static string Name(JsonNode blob) => "blobs/sha256/" + ((string)blob["digest"]!)[7..];
        File.WriteAllText(Path.Combine(_layout, "manifest.json"), new JsonArray(new JsonObject
        {
            ["Config"] = Name(manifest["config"]!),
            ["RepoTags"] = new JsonArray("web:dev"),
            ["Layers"] = new JsonArray(manifest["layers"]!.AsArray().Select(layer => (JsonNode)Name(layer!)).ToArray()),
        }).ToJsonString());
        return _layout;
    }

    private string Pack(string folder, string form)
    {
        var path = _folder.File("packed." + form);
        using var file = File.Create(path);
        using var stream = form == "tar" ? (Stream)file : new GZipStream(file, CompressionLevel.Fastest);
        TarFile.CreateFromDirectory(folder, stream, includeBaseDirectory: false);
        return path;
    }
}
