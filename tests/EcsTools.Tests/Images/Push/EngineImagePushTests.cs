using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Credentials;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>Pushes of an image that the local engine has, by each way there is, to a registry that is not ours.</summary>
public sealed class EngineImagePushTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Layers_read_from_the_engine_s_disk_are_byte_for_byte_those_of_the_image()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var source = await image.OpenAsync();
        Skip.IfNot(source.IsStored, "the engine's disk cannot be read here");

        foreach (var layer in source.Root.Layers)
        {
            using var opened = await layer.OpenAsync(CancellationToken.None);
            Assert.Equal(layer.DiffId, await DigestAsync(opened));
        }

        using var config = await source.Root.Config!.OpenAsync(CancellationToken.None);
        Assert.Equal(source.ImageId, await DigestAsync(config));
    }

    [SkippableFact]
    public async Task Whichever_way_the_engine_s_image_is_read_it_is_the_image_of_the_archive()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var registry = await DockerRegistryServer.StartAsync();
        var archive = _folder.File("saved.tar");
        await Tool.RunOrFailAsync("docker", "save", "-o", archive, image.Reference);
        using var saved = await ImageArchiveOpener.OpenAsync(archive, null, null, CancellationToken.None);
        using var stored = await image.OpenAsync();
        using var exported = await image.OpenAsync(_ => null);

        var expected = await PushAsync(registry, saved, "archive");
        var byDisk = await PushAsync(registry, stored, "disk");
        var byExport = await PushAsync(registry, exported, "export");

        Assert.False(exported.IsStored);
        Assert.Equal((expected.Digest, expected.Size, 3), (byDisk.Digest, byDisk.Size, byDisk.BlobsSent));
        Assert.Equal((expected.Digest, expected.Size, 3), (byExport.Digest, byExport.Size, byExport.BlobsSent));
    }

    [SkippableFact]
    public async Task A_push_of_an_engine_s_image_is_what_docker_push_makes_of_it_and_runs_from_there()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var registry = await DockerRegistryServer.StartAsync();
        Tool.Require("skopeo");
        using (var source = await image.OpenAsync())
        {
            await PushAsync(registry, source, "ours");
        }

        await Tool.RunOrFailAsync("docker", "tag", image.Reference, $"{registry.Host}/theirs:v1");
        await Tool.RunOrFailAsync("docker", "push", "-q", $"{registry.Host}/theirs:v1");
        await Tool.RunOrFailAsync("docker", "rmi", $"{registry.Host}/theirs:v1");

        foreach (var options in new[] { new[] { "--config", "--raw" }, ["--config"] })
        {
            var ours = await Tool.RunOrFailAsync("skopeo", ["inspect", "--tls-verify=false", .. options, $"docker://{registry.Host}/ours:v1"]);
            var theirs = await Tool.RunOrFailAsync("skopeo", ["inspect", "--tls-verify=false", .. options, $"docker://{registry.Host}/theirs:v1"]);
            Assert.Equal(theirs, ours);
        }

        var manifest = await Tool.RunAsync("docker", ["manifest", "inspect", "--insecure", $"{registry.Host}/ours:v1"]);
        Assert.True(manifest.ExitCode == 0, manifest.Error);
        Assert.Equal(2, JsonNode.Parse(manifest.Output)!["layers"]!.AsArray().Count);
    }

    [SkippableFact]
    public async Task What_the_engine_pushes_is_known_afterwards_and_its_names_are_as_before()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var registry = await DockerRegistryServer.StartAsync();
        using var source = await image.OpenAsync();

        var pushed = await PushAsync(registry, source, "web", ImageTransport.Engine, ImageCompressionLevel.Auto);
        var again = await PushAsync(registry, source, "web", ImageTransport.Direct, ImageCompressionLevel.Auto, "v2");

        var names = await Tool.RunOrFailAsync("docker", "image", "inspect", "-f", "{{json .RepoTags}}", image.Reference);
        Assert.Equal((ImageTransport.Engine, 3, 0), (pushed.Transport, pushed.BlobsSent, pushed.BlobsPresent));
        Assert.Equal((ImageTransport.Direct, 0, pushed.Size), (again.Transport, again.BlobsSent, again.Size));
        Assert.Equal($"[\"{image.Reference}\"]", names.Trim());
    }

    [SkippableFact]
    public async Task A_name_that_another_image_has_on_the_engine_is_given_back_to_it()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder);
        await using var other = await EngineTestImage.LoadAsync(_folder, top: 2);
        using var registry = await DockerRegistryServer.StartAsync();
        var name = $"{registry.Host}/web:v1";
        await Tool.RunOrFailAsync("docker", "tag", other.Reference, name);
        try
        {
            using var source = await image.OpenAsync();

            await PushAsync(registry, source, "web", ImageTransport.Engine, ImageCompressionLevel.Auto);

            var ids = await Tool.RunOrFailAsync("docker", "image", "inspect", "-f", "{{.Id}}", name, other.Reference);
            Assert.Single(ids.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct());
        }
        finally
        {
            await Tool.RunAsync("docker", new[] { "rmi", name });
        }
    }

    [SkippableFact]
    public async Task The_engine_pushes_by_itself_where_little_is_missing_and_its_disk_cannot_be_read()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder);
        await using var next = await EngineTestImage.LoadAsync(_folder, top: 2);
        using var registry = await DockerRegistryServer.StartAsync();
        using (var source = await image.OpenAsync(_ => null))
        {
            await PushAsync(registry, source, "web", ImageTransport.Engine, ImageCompressionLevel.Auto);
        }

        using var changed = await next.OpenAsync(_ => null);
        using var fixedLevel = await next.OpenAsync(_ => null);

        var auto = await PushAsync(registry, changed, "web", ImageTransport.Auto, ImageCompressionLevel.Auto, "v2");
        var direct = await PushAsync(registry, fixedLevel, "web", ImageTransport.Auto, ImageCompressionLevel.Fastest, "v3");

        Assert.Equal((ImageTransport.Engine, 2, 1), (auto.Transport, auto.BlobsSent, auto.BlobsPresent));
        Assert.Equal(ImageTransport.Direct, direct.Transport);
    }

    [SkippableFact]
    public async Task Who_insists_on_the_engine_is_told_where_it_has_not_the_image()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var registry = await DockerRegistryServer.StartAsync();
        var archive = _folder.File("saved.tar");
        await Tool.RunOrFailAsync("docker", "save", "-o", archive, image.Reference);
        using var saved = await ImageArchiveOpener.OpenAsync(archive, null, null, CancellationToken.None);

        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => PushAsync(registry, saved, "web", ImageTransport.Engine, ImageCompressionLevel.Auto));

        Assert.Equal(("TransportNeedsEngine", "Transport"), (error.ErrorId, error.Parameter));
    }

    [SkippableFact]
    public async Task A_layer_that_was_changed_on_the_engine_s_disk_is_taken_from_its_export()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder);
        using var registry = await DockerRegistryServer.StartAsync();
        using (var whole = await image.OpenAsync())
        {
            Skip.IfNot(whole.IsStored, "the engine's disk cannot be read here");
        }

        using var source = await image.OpenAsync(upper => Overlay2LayerStore.Find(CopyChanged(upper!)));

        Assert.True(source.IsStored);
        var pushed = await PushAsync(registry, source, "web");

        using var client = RepositoryClients.For(registry.Host);
        var manifest = await client.GetManifestAsync("v1", CancellationToken.None);
        Assert.Equal(source.ImageId, manifest!.Config!.Digest);
        Assert.Equal(pushed.Digest, manifest.Digest);
        foreach (var (blob, diffId) in manifest.Layers.Zip(source.DiffIds))
        {
            using var packed = client.OpenBlob(blob, CancellationToken.None);
            using var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
            Assert.Equal(diffId, await DigestAsync(gzip));
        }
    }

    /// <summary>The engine's store with the image's topmost layer copied and one byte of it changed, all else by links to the engine's own.</summary>
    private string CopyChanged(string upper)
    {
        var layer = Path.GetDirectoryName(upper)!;
        var files = Path.GetDirectoryName(layer)!;
        var root = _folder.File("store");
        Directory.CreateDirectory(Path.Combine(root, "overlay2"));
        Directory.CreateSymbolicLink(Path.Combine(root, "image"), Path.Combine(Path.GetDirectoryName(files)!, "image"));
        foreach (var other in Directory.GetDirectories(files).Where(folder => folder != layer))
        {
            Directory.CreateSymbolicLink(Path.Combine(root, "overlay2", Path.GetFileName(other)), other);
        }

        var copy = Path.Combine(root, "overlay2", Path.GetFileName(layer), "diff");
        Directory.CreateDirectory(Path.Combine(copy, "top"));
        var bytes = File.ReadAllBytes(Path.Combine(upper, "top", "noise"));
        bytes[1000] ^= 1;
        File.WriteAllBytes(Path.Combine(copy, "top", "noise"), bytes);
        return copy;
    }

    private static async Task<string> DigestAsync(Stream stream)
    {
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return Sha256Digest.Compute(memory.ToArray());
    }

    private async Task<PushResult> PushAsync(
        DockerRegistryServer registry,
        IImageSource source,
        string repository,
        ImageTransport transport = ImageTransport.Direct,
        ImageCompressionLevel level = ImageCompressionLevel.Fastest,
        string tag = "v1")
    {
        using var target = new PushTarget(RepositoryClients.For(registry.Host, repository))
        {
            EngineCredential = _ => Task.FromResult<RegistryCredential?>(null),
        };
        var push = new PushOperation(target, "test", null, new PushedLayerCache(_folder.File("memory-" + repository)));
        var request = new PushImageRequest { RepositoryName = repository, Tags = [tag], Transport = transport, CompressionLevel = level };
        return await push.RunAsync(source, request, CancellationToken.None);
    }
}
