using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>Pushes to a registry that is not ours, read back by clients that are not ours.</summary>
public sealed class RegistryPusherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task An_archive_pushed_by_us_has_the_layers_and_config_that_docker_push_gives_it()
    {
        await using var images = await RegistryImages.BuildAsync();
        using var registry = await DockerRegistryServer.StartAsync();
        Tool.Require("skopeo");
        await PushAsync(registry, await OpenAsync(await images.SaveAsync(_folder)), "ours", "v1");
        await Tool.RunOrFailAsync("docker", "tag", images.Reference, $"{registry.Host}/theirs:v1");
        await Tool.RunOrFailAsync("docker", "push", "-q", $"{registry.Host}/theirs:v1");
        await Tool.RunOrFailAsync("docker", "rmi", $"{registry.Host}/theirs:v1");

        var ours = await InspectAsync(registry, "ours:v1", "--config");
        var theirs = await InspectAsync(registry, "theirs:v1", "--config");

        Assert.True(JsonNode.DeepEquals(theirs, ours), $"{ours} is not {theirs}");
        Assert.Equal(2, ours["rootfs"]!["diff_ids"]!.AsArray().Count);
    }

    [SkippableFact]
    public async Task A_pushed_archive_is_pulled_by_the_engine_as_the_image_it_was()
    {
        await using var images = await RegistryImages.BuildAsync();
        using var registry = await DockerRegistryServer.StartAsync();
        var id = (await Tool.RunOrFailAsync("docker", "image", "inspect", "-f", "{{.Id}}", images.Reference)).Trim();
        await PushAsync(registry, await OpenAsync(await images.SaveAsync(_folder)), "web", "v1");
        await Tool.RunOrFailAsync("docker", "rmi", images.Reference);

        await Tool.RunOrFailAsync("docker", "pull", "-q", $"{registry.Host}/web:v1");

        var pulled = (await Tool.RunOrFailAsync("docker", "image", "inspect", "-f", "{{.Id}}", $"{registry.Host}/web:v1")).Trim();
        await Tool.RunOrFailAsync("docker", "rmi", $"{registry.Host}/web:v1");
        Assert.Equal(id, pulled);
    }

    [SkippableFact]
    public async Task A_second_push_of_the_same_image_sends_nothing_and_keeps_the_digest()
    {
        await using var images = await RegistryImages.BuildAsync();
        using var registry = await DockerRegistryServer.StartAsync();
        var archive = await images.SaveAsync(_folder);
        var first = await PushAsync(registry, await OpenAsync(archive), "web", "v1");

        var second = await PushAsync(registry, await OpenAsync(archive), "web", "v1");

        Assert.Equal(3, first.BlobsSent);
        Assert.Equal(0, second.BlobsSent);
        Assert.Equal(3, second.BlobsPresent);
        Assert.Equal(1, second.TagsPresent);
        Assert.Equal(first.Digest, second.Digest);
    }

    [SkippableFact]
    public async Task A_layer_index_that_is_damaged_costs_an_upload_where_the_repository_has_no_earlier_image_and_nothing_else()
    {
        await using var images = await RegistryImages.BuildAsync();
        using var registry = await DockerRegistryServer.StartAsync();
        var archive = await images.SaveAsync(_folder);
        var first = await PushAsync(registry, await OpenAsync(archive), "web", "v1");
        await File.WriteAllTextAsync(_folder.File("layers.json"), "{ not json");

        var second = await PushAsync(registry, await OpenAsync(archive), "shop", "v2");

        Assert.Equal(3, second.BlobsSent);
        Assert.Equal(first.Digest, second.Digest);
    }

    [SkippableFact]
    public async Task An_oci_layout_goes_to_the_registry_byte_for_byte()
    {
        await using var images = await RegistryImages.BuildAsync();
        using var registry = await DockerRegistryServer.StartAsync();
        var layout = await images.SaveAsOciLayoutAsync(_folder);
        var index = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(layout, "index.json")))!;
        var expected = index["manifests"]![0]!["digest"]!.GetValue<string>();

        var result = await PushAsync(registry, OciLayoutSource.OpenFolder(layout), "web", "v1", "v1.0");

        var listed = JsonNode.Parse(await Tool.RunOrFailAsync("skopeo", "list-tags", "--tls-verify=false", $"docker://{registry.Host}/web"))!;
        Assert.Equal(expected, result.Digest);
        Assert.Equal(new[] { "v1", "v1.0" }, listed["Tags"]!.AsArray().Select(t => t!.GetValue<string>()).Order());
    }

    [SkippableFact]
    public async Task An_index_of_several_platforms_is_pushed_whole()
    {
        await using var images = await RegistryImages.BuildAsync();
        using var registry = await DockerRegistryServer.StartAsync();
        var layout = await images.SaveAsOciLayoutAsync(_folder);
        var digest = WrapInIndex(layout);

        var result = await PushAsync(registry, OciLayoutSource.OpenFolder(layout), "web", "multi");

        var raw = await Tool.RunOrFailAsync("skopeo", "inspect", "--tls-verify=false", "--raw", $"docker://{registry.Host}/web:multi");
        Assert.Equal(digest, result.Digest);
        Assert.Equal(MediaTypes.OciIndex, JsonNode.Parse(raw)!["mediaType"]!.GetValue<string>());
        await InspectAsync(registry, "web:multi", "--config");
    }

    [SkippableFact]
    public async Task A_layer_that_is_not_what_the_image_says_fails_and_leaves_no_tag()
    {
        await using var images = await RegistryImages.BuildAsync();
        using var registry = await DockerRegistryServer.StartAsync();
        var archive = await images.SaveAsync(_folder);
        var bytes = await File.ReadAllBytesAsync(archive);
        var at = bytes.AsSpan().IndexOf("the quick brown fox"u8);
        bytes[at] = (byte)'T';
        await File.WriteAllBytesAsync(archive, bytes);

        var error = await Assert.ThrowsAsync<EcsToolsException>(async () => await PushAsync(registry, await OpenAsync(archive), "web", "v1"));

        using var client = RepositoryClients.For(registry.Host);
        Assert.Equal("DigestMismatch", error.ErrorId);
        Assert.Null(await client.FindManifestAsync("v1", CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("changed")]
    [InlineData("cut short")]
    [InlineData("longer")]
    public async Task A_layout_with_a_damaged_blob_fails_as_its_own_fault_and_leaves_no_tag(string damage)
    {
        await using var images = await RegistryImages.BuildAsync();
        using var registry = await DockerRegistryServer.StartAsync();
        var layout = await images.SaveAsOciLayoutAsync(_folder);
        var layer = new DirectoryInfo(Path.Combine(layout, "blobs", "sha256")).GetFiles().MaxBy(file => file.Length)!;
        var bytes = await File.ReadAllBytesAsync(layer.FullName);
        bytes[^20] ^= 1;

        // Its size is compared when the layout is opened. After that, only the push can see it.
        using var opened = OciLayoutSource.OpenFolder(layout);
        await File.WriteAllBytesAsync(layer.FullName, damage switch
        {
            "cut short" => bytes[..^100],
            "longer" => [.. bytes, 1],
            _ => bytes,
        });

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync(registry, opened, "web", "v1"));

        using var client = RepositoryClients.For(registry.Host);
        Assert.Equal("DigestMismatch", error.ErrorId);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.Contains(layer.Name, error.Message, StringComparison.Ordinal);
        Assert.Contains(layout, error.Message, StringComparison.Ordinal);
        Assert.Null(await client.FindManifestAsync("v1", CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData(7)]
    [InlineData(-7)]
    public async Task A_layout_whose_manifest_says_another_size_is_refused_when_it_is_opened(int more)
    {
        await using var images = await RegistryImages.BuildAsync();
        var layout = await images.SaveAsOciLayoutAsync(_folder);
        SayAnotherSize(layout, more);

        var error = Assert.Throws<EcsToolsException>(() => OciLayoutSource.OpenFolder(layout));

        Assert.Equal("LayoutDamaged", error.ErrorId);
        Assert.Contains("bytes", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_registry_that_does_not_answer_is_named_with_what_to_check()
    {
        await using var images = await RegistryImages.BuildAsync();
        string host;
        using (var registry = await DockerRegistryServer.StartAsync())
        {
            host = registry.Host;
        }

        using var source = await OpenAsync(await images.SaveAsync(_folder));
        using var client = RepositoryClients.For(host);
        var pusher = new RegistryPusher(client, new PushedLayerCache(_folder.Path), new PushReport("test", null));

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => pusher.PushAsync(source.Root, new[] { "v1" }, CancellationToken.None));

        Assert.Equal(("RegistryUnreachable", ErrorKind.Unavailable), (error.ErrorId, error.Kind));
        Assert.Contains(host, error.Message, StringComparison.Ordinal);
    }

    private static Task<IImageSource> OpenAsync(string path) => ImageArchiveOpener.OpenAsync(path, null, null, CancellationToken.None);

    private static async Task<JsonNode> InspectAsync(DockerRegistryServer registry, string image, params string[] options)
        => JsonNode.Parse(await Tool.RunOrFailAsync("skopeo", ["inspect", "--tls-verify=false", .. options, $"docker://{registry.Host}/{image}"]))!;

    /// <summary>Puts the layout's only manifest into an index of its own, as buildx writes images of several platforms.</summary>
    private static string WrapInIndex(string layout)
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!;
        var manifest = root["manifests"]![0]!.DeepClone();
        manifest["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = "amd64" };
        manifest.AsObject().Remove("annotations");
        var index = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray(manifest) };
        var bytes = System.Text.Encoding.UTF8.GetBytes(index.ToJsonString());
        var digest = Sha256Digest.Compute(bytes);
        File.WriteAllBytes(Path.Combine(layout, "blobs", digest.Replace(':', '/')), bytes);
        root["manifests"] = new JsonArray(new JsonObject { ["mediaType"] = MediaTypes.OciIndex, ["digest"] = digest, ["size"] = bytes.Length });
        File.WriteAllText(Path.Combine(layout, "index.json"), root.ToJsonString());
        return digest;
    }

    /// <summary>The first layer's size in the manifest, off by some bytes; its digest stays right.</summary>
    private static void SayAnotherSize(string layout, int more)
    {
        string BlobOf(JsonNode descriptor) => Path.Combine(layout, "blobs", descriptor["digest"]!.GetValue<string>().Replace(':', '/'));
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!;
        var descriptor = root["manifests"]![0]!;
        var manifest = JsonNode.Parse(File.ReadAllText(BlobOf(descriptor)))!;
        manifest["layers"]![0]!["size"] = manifest["layers"]![0]!["size"]!.GetValue<long>() + more;
        var bytes = System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString());
        descriptor["digest"] = Sha256Digest.Compute(bytes);
        descriptor["size"] = bytes.Length;
        File.WriteAllBytes(BlobOf(descriptor), bytes);
        File.WriteAllText(Path.Combine(layout, "index.json"), root.ToJsonString());
    }

    private async Task<PushResult> PushAsync(DockerRegistryServer registry, IImageSource source, string repository, params string[] tags)
    {
        using (source)
        using (var client = RepositoryClients.For(registry.Host, repository))
        {
            return await new RegistryPusher(client, new PushedLayerCache(_folder.Path), new PushReport("test", null))
                .PushAsync(source.Root, tags, CancellationToken.None);
        }
    }
}
