using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>What a push finds it need not do, against a registry that is not ours.</summary>
public sealed class WorkAvoidanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestImage _image = TestImage.Of(3, "first", 40_000, 300_000, 1_500_000);

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task An_image_that_the_tag_names_already_is_done_with_one_question_and_no_layer_read()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        var first = await PushAsync(registry, _image.Manifest, "web", "here", "v1");

        var second = await PushAsync(registry, Unreadable(_image), "web", "elsewhere", "v1");

        Assert.Equal((0, 4, 1), (second.BlobsSent, second.BlobsPresent, second.TagsPresent));
        Assert.Equal((first.Digest, first.Size), (second.Digest, second.Size));
    }

    [SkippableFact]
    public async Task A_machine_that_never_pushed_learns_the_layers_from_the_repository_s_earlier_tags()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        await PushAsync(registry, _image.Manifest, "web", "here", "v1");
        var next = _image.With(seed: 77, size: 20_000);

        var second = await PushAsync(registry, next.Manifest, "web", "elsewhere", "v2");

        Assert.Equal((2, 3), (second.BlobsSent, second.BlobsPresent));
        await AssertLayersAsync(registry, "web", "v2", next);
    }

    [SkippableFact]
    public async Task The_earlier_image_may_be_one_platform_of_an_index()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        using var client = RepositoryClients.For(registry.Host);
        var child = await PushAsync(registry, _image.Manifest, "web", "here", "child");
        var manifest = await client.GetManifestAsync("child", CancellationToken.None);
        var entry = new JsonObject
        {
            ["mediaType"] = manifest!.MediaType,
            ["digest"] = child.Digest,
            ["size"] = manifest.Bytes.Length,
            ["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = "amd64" },
        };
        var index = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.DockerManifestList, ["manifests"] = new JsonArray(entry) };
        await client.PutManifestAsync("v1", MediaTypes.DockerManifestList, System.Text.Encoding.UTF8.GetBytes(index.ToJsonString()), CancellationToken.None);

        var second = await PushAsync(registry, _image.With(5, 10_000).Manifest, "web", "elsewhere", "v1");

        Assert.Equal(3, second.BlobsPresent);
    }

    [SkippableFact]
    public async Task The_newest_of_many_tags_are_looked_at_with_numbers_as_numbers()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        for (var i = 1; i <= 8; i++)
        {
            await PushAsync(registry, TestImage.Of(100 + i, "old", 5_000).Manifest, "web", "here", $"1.{i}.0");
        }

        await PushAsync(registry, _image.Manifest, "web", "here", "1.10.0");

        var second = await PushAsync(registry, _image.With(5, 10_000).Manifest, "web", "elsewhere", "1.11.0");

        Assert.Equal(3, second.BlobsPresent);
    }

    [SkippableFact]
    public async Task A_second_tag_for_an_image_that_is_there_sends_a_manifest_only()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        var first = await PushAsync(registry, _image.Manifest, "web", "here", "v1");

        var second = await PushAsync(registry, Unreadable(_image), "web", "elsewhere", "v1", "stable");

        Assert.Equal((0, 1, first.Digest), (second.BlobsSent, second.TagsPresent, second.Digest));
        using var client = RepositoryClients.For(registry.Host);
        Assert.Equal(first.Digest, await client.FindManifestAsync("stable", CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_layer_that_another_repository_has_is_mounted()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        await PushAsync(registry, _image.Manifest, "team/web", "here", "v1");

        var second = await PushAsync(registry, Unreadable(_image), "team/shop", "here", "v1");

        Assert.Equal((0, 4, 0L), (second.BlobsSent, second.BlobsMounted, second.BytesSent));
        await AssertLayersAsync(registry, "team/shop", "v1", _image);
    }

    [SkippableFact]
    public async Task An_index_that_names_a_blob_of_another_size_is_not_believed_and_mended()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        var other = await PushAsync(registry, TestImage.Of(9, "other", 50_000).Manifest, "web", "there", "other");
        using var client = RepositoryClients.For(registry.Host);
        var wrong = (await client.GetManifestAsync("other", CancellationToken.None))!.Layers[0];
        var index = new PushedLayerCache(_folder.File("liar"));
        var diffId = Sha256Digest.Compute(_image.Layers[0]);
        index.Add(diffId, wrong with { Size = wrong.Size + 1 }, encoder: null, registry.Host + "/web");
        await index.SaveAsync();

        await PushAsync(registry, _image.Manifest, "web", "liar", "v1");

        await AssertLayersAsync(registry, "web", "v1", _image);
        Assert.NotEqual(wrong.Digest, new PushedLayerCache(_folder.File("liar")).Find(diffId)!.Digest);
        Assert.NotEqual(other.Digest, await client.FindManifestAsync("v1", CancellationToken.None));
    }

    [SkippableFact]
    public async Task An_index_entry_that_was_changed_on_disk_is_forgotten()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        await PushAsync(registry, _image.Manifest, "web", "changed", "v1");
        var diffIds = _image.Layers.Select(Sha256Digest.Compute).ToArray();
        var index = new PushedLayerCache(_folder.File("changed"));
        var (first, second) = (index.Find(diffIds[0])!, index.Find(diffIds[1])!);
        var path = Path.Combine(_folder.File("changed"), "layers.json");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace(first.Digest, second.Digest, StringComparison.Ordinal));

        var changed = new PushedLayerCache(_folder.File("changed"));

        Assert.Null(changed.Find(diffIds[0]));
        Assert.Equal(second, changed.Find(diffIds[1]));
    }

    [SkippableFact]
    public async Task A_fixed_level_gives_its_own_layers_whatever_was_pushed_before()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        var quick = await PushAsync(registry, _image.Manifest, "web", "here", ImageCompressionLevel.Fastest, "v1");
        var small = await PushAsync(registry, _image.Manifest, "web", "here", ImageCompressionLevel.Optimal, "v1");
        var again = await PushAsync(registry, _image.Manifest, "web", "elsewhere", ImageCompressionLevel.Optimal, "v2");
        var any = await PushAsync(registry, _image.Manifest, "web", "third", ImageCompressionLevel.Auto, "v1");

        Assert.NotEqual(quick.Digest, small.Digest);
        Assert.True(small.Size < quick.Size);
        Assert.Equal(small.Digest, again.Digest);
        Assert.Equal((small.Digest, 0), (any.Digest, any.BlobsSent));
    }

    [Fact]
    public async Task Processes_that_write_the_index_at_the_same_time_lose_nothing()
    {
        var blobs = Enumerable.Range(0, 12).Select(i => Sha256Digest.Compute(BitConverter.GetBytes(i))).ToArray();

        await Task.WhenAll(blobs.Select(async digest =>
        {
            var index = new PushedLayerCache(_folder.File("shared"));
            index.Add(digest, new Descriptor(MediaTypes.DockerLayerGzip, digest, 1), null, "host/repository");
            await index.SaveAsync();
        }));

        var all = new PushedLayerCache(_folder.File("shared"));
        Assert.All(blobs, digest => Assert.NotNull(all.Find(digest)));
    }

    [Fact]
    public async Task The_index_keeps_the_latest_five_thousand()
    {
        var index = new PushedLayerCache(_folder.File("full"));
        var blobs = Enumerable.Range(0, 5_200).Select(i => Sha256Digest.Compute(BitConverter.GetBytes(i))).ToArray();
        foreach (var part in blobs.Chunk(2_600))
        {
            foreach (var digest in part)
            {
                index.Add(digest, new Descriptor(MediaTypes.DockerLayerGzip, digest, 1), null, "host/repository");
            }

            await index.SaveAsync();
        }

        var kept = new PushedLayerCache(_folder.File("full"));
        Assert.Equal(5_000, blobs.Count(digest => kept.Find(digest) is not null));
        Assert.NotNull(kept.Find(blobs[^1]));
        Assert.Null(kept.Find(blobs[0]));
    }

    private Task<PushResult> PushAsync(DockerRegistryServer registry, ImageManifest image, string repository, string machine, params string[] tags)
        => PushAsync(registry, image, repository, machine, ImageCompressionLevel.Auto, tags);

    private async Task<PushResult> PushAsync(
        DockerRegistryServer registry, ImageManifest image, string repository, string machine, ImageCompressionLevel level, params string[] tags)
    {
        using var client = RepositoryClients.For(registry.Host, repository);
        return await new RegistryPusher(client, new PushedLayerCache(_folder.File(machine)), new PushReport("test", null), level)
            .PushAsync(image, tags, CancellationToken.None);
    }

    /// <summary>The image, with blobs that fail when they are opened.</summary>
    private static ImageManifest Unreadable(TestImage image)
    {
        var manifest = image.Manifest;
        ImageBlob Closed(ImageBlob blob) => new(blob.MediaType, blob.SourceSize, _ => throw new InvalidOperationException("A blob was opened."))
        {
            Descriptor = blob.Descriptor,
            DiffId = blob.DiffId,
            Compress = blob.Compress,
        };
        return new ImageManifest
        {
            MediaType = manifest.MediaType,
            Config = Closed(manifest.Config!),
            Layers = manifest.Layers.Select(Closed).ToArray(),
            Platform = manifest.Platform,
        };
    }

    /// <summary>The layers in the registry, unpacked, are those of the image.</summary>
    private static async Task AssertLayersAsync(DockerRegistryServer registry, string repository, string tag, TestImage image)
    {
        using var client = RepositoryClients.For(registry.Host, repository);
        var manifest = await client.GetManifestAsync(tag, CancellationToken.None);
        Assert.Equal(image.Layers.Count, manifest!.Layers.Count);
        foreach (var (blob, layer) in manifest.Layers.Zip(image.Layers))
        {
            using var packed = client.OpenBlob(blob, CancellationToken.None);
            using var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
            using var back = new MemoryStream();
            await gzip.CopyToAsync(back);
            Assert.Equal(Sha256Digest.Compute(layer), Sha256Digest.Compute(back.ToArray()));
        }
    }
}
