using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Campaigns.Seeds;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Sources;

/// <summary>One image of several is chosen by every name that the error lists, and by the names that people use for it.</summary>
public sealed class ImageChoiceTests(MalformedImageTests.SandboxRegistry registry) : IClassFixture<MalformedImageTests.SandboxRegistry>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("web")]
    [InlineData("web:latest")]
    [InlineData("library/web")]
    [InlineData("docker.io/library/web:latest")]
    [InlineData("docker.io/web")]
    [InlineData("arm:1")]
    [InlineData("ghcr.io/me/web:2")]
    [InlineData("tool")]
    [InlineData("localhost/tool:latest")]
    public async Task An_image_of_a_docker_archive_is_found_by_its_name(string name)
    {
        var archive = await SeveralSavedAsync();

        using var source = await ImageArchiveOpener.OpenAsync(archive, name, null, default);

        var expected = name.Contains("tool", StringComparison.Ordinal) ? "tool" : name.Contains("arm", StringComparison.Ordinal) || name.Contains("ghcr", StringComparison.Ordinal) ? "arm64" : "amd64";
        Assert.Equal(expected, source.Root.Platform!.Architecture);
    }

    [Fact]
    public async Task Every_name_that_the_error_lists_names_an_image()
    {
        foreach (var path in new[] { await SeveralSavedAsync(), SeveralInLayout() })
        {
            var several = await Assert.ThrowsAsync<EcsToolsException>(() => OpenAsync(path, null));
            var listed = several.Message[(several.Message.LastIndexOf("images: ", StringComparison.Ordinal) + 8)..].TrimEnd('.').Split(", ");

            Assert.True(listed.Length >= 3, several.Message);
            Assert.Equal("Image", several.Parameter);
            foreach (var name in listed)
            {
                using var source = await OpenAsync(path, name);
                Assert.NotNull(source.Root.Config);
                if (name.StartsWith("sha256:", StringComparison.Ordinal))
                {
                    using var abbreviated = await OpenAsync(path, name[7..19]);
                    using var referred = await OpenAsync(path, "any/name@" + name);
                    Assert.Equal(source.Root.Config!.Name, abbreviated.Root.Config!.Name);
                    Assert.Equal(source.Root.Config!.Name, referred.Root.Config!.Name);
                }
            }
        }
    }

    [Fact]
    public async Task An_image_for_several_platforms_points_to_the_platform()
    {
        var files = ImageSeed.Layout();
        var index = JsonNode.Parse(files[Blob(JsonNode.Parse(files["index.json"])!["manifests"]![0]!)])!;
        files["index.json"] = Encoding.UTF8.GetBytes(new JsonObject { ["manifests"] = index["manifests"]!.DeepClone() }.ToJsonString());
        var path = Write(files);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => OpenAsync(path, null));
        using var chosen = OciLayoutSource.OpenFolder(path, null, "linux/arm64");

        Assert.Equal(("LayoutHoldsSeveralImages", "Platform"), (error.ErrorId, error.Parameter));
        Assert.Contains("2 platforms: linux/amd64, linux/arm64", error.Message);
        Assert.Contains("-Platform", error.Remedy);
        Assert.Equal("linux/arm64", chosen.Root.Platform!.ToString());
    }

    [Theory]
    [InlineData("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")]
    [InlineData("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip")]
    public async Task A_layer_that_stays_where_it_is_need_not_be_in_the_layout(string mediaType)
    {
        var files = ImageSeed.Layout(Document.Manifest, json =>
        {
            var manifest = JsonNode.Parse(json)!;
            manifest["layers"]![0] = new JsonObject
            {
                ["mediaType"] = mediaType, ["digest"] = "sha256:" + new string('f', 64), ["size"] = 1234, ["urls"] = new JsonArray("https://example.com/layer"),
            };
            return Encoding.UTF8.GetBytes(manifest.ToJsonString());
        });
        using var source = OciLayoutSource.OpenFolder(Write(files), null, "linux/amd64");
        using var client = await registry.OpenAsync();

        var pushed = await new RegistryPusher(client, new PushedLayerCache(_folder.File("cache")), new PushReport("test", null)).PushAsync(source.Root, ["1"], default);

        var kept = (await client.GetManifestAsync("1", default))!;
        Assert.Equal(pushed.Digest, kept.Digest);
        Assert.Equal(2, kept.Layers.Count);
        Assert.Equal(2, pushed.BlobsSent);
    }

    private static async Task<IImageSource> OpenAsync(string path, string? name)
        => Directory.Exists(path) ? OciLayoutSource.OpenFolder(path, name) : await ImageArchiveOpener.OpenAsync(path, name, null, default);

    /// <summary>Three images with names, and one without.</summary>
    private async Task<string> SeveralSavedAsync()
    {
        var files = ImageSeed.DockerSave();
        var entry = JsonNode.Parse(files["manifest.json"])![0]!.AsObject();
        JsonObject Of(string architecture, params string[] tags)
        {
            var config = ImageSeed.Config(architecture);
            var name = Sha256Digest.Compute(config)[7..] + ".json";
            files[name] = config;
            var image = (JsonObject)entry.DeepClone();
            image["Config"] = name;
            image["RepoTags"] = tags.Length == 0 ? null : new JsonArray(tags.Select(tag => (JsonNode)tag).ToArray());
            return image;
        }

        files["manifest.json"] = Encoding.UTF8.GetBytes(
            new JsonArray(Of("amd64", "web:latest"), Of("arm64", "arm:1", "ghcr.io/me/web:2"), Of("tool", "localhost/tool:latest"), Of("unnamed")).ToJsonString());
        var path = _folder.File("several.tar");
        await File.WriteAllBytesAsync(path, TarSeeds.Of(files));
        return path;
    }

    private string SeveralInLayout()
    {
        var files = ImageSeed.Layout();
        var first = JsonNode.Parse(files["index.json"])!["manifests"]![0]!;
        var manifests = JsonNode.Parse(files[Blob(first)])!["manifests"]!.AsArray();
        static JsonNode Named(JsonNode entry, string? name)
        {
            var copy = entry.DeepClone();
            copy.AsObject().Remove("platform");
            copy["annotations"] = name is null ? null : new JsonObject { ["org.opencontainers.image.ref.name"] = name };
            return copy;
        }

        files["index.json"] = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["manifests"] = new JsonArray(Named(manifests[0]!, "1.4"), Named(manifests[1]!, "ghcr.io/me/web:2"), Named(manifests[1]!, null)),
        }.ToJsonString());
        return Write(files);
    }

    private string Write(Dictionary<string, byte[]> files)
    {
        var path = _folder.File("layout");
        foreach (var (name, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(path, name))!);
            File.WriteAllBytes(Path.Combine(path, name), content);
        }

        return path;
    }

    private static string Blob(JsonNode descriptor) => "blobs/sha256/" + ((string)descriptor["digest"]!)[7..];
}
