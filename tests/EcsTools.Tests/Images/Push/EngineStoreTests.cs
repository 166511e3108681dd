using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>Layers that the engine reads from its own disk, for a process that may not, such as one at the other end of a network.</summary>
public sealed class EngineStoreTests : IDisposable
{
    private const int Large = 9 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Layers_are_byte_for_byte_those_of_the_image()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var proxy = new EngineProxy();
        using var source = await image.OpenRemoteAsync(proxy.Environment());

        Assert.Equal(source.DiffIds, await DigestsAsync(source.Root.Layers));
        Assert.Equal([source.ImageId], await DigestsAsync([source.Root.Config!]));
        Assert.DoesNotContain(proxy.Requests, request => IsExport(request));
    }

    [SkippableFact]
    public async Task A_push_is_that_of_the_image_s_archive()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var registry = await DockerRegistryServer.StartAsync();
        var archive = _folder.File("saved.tar");
        await Tool.RunOrFailAsync("docker", "save", "-o", archive, image.Reference);
        using var saved = await ImageArchiveOpener.OpenAsync(archive, null, null, CancellationToken.None);
        using var proxy = new EngineProxy();
        using var source = await image.OpenRemoteAsync(proxy.Environment());

        var expected = await PushAsync(registry, saved, "archive");
        var pushed = await PushAsync(registry, source, "store");

        Assert.Equal((expected.Digest, expected.Size, 3), (pushed.Digest, pushed.Size, pushed.BlobsSent));
    }

    [SkippableFact]
    public async Task Only_layers_that_are_missing_are_read()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        await using var next = await EngineTestImage.LoadAsync(_folder, top: 2, size: Large);
        using var registry = await DockerRegistryServer.StartAsync();
        using var proxy = new EngineProxy();
        using (var source = await image.OpenRemoteAsync(proxy.Environment()))
        {
            await PushAsync(registry, source, "web");
        }

        var before = proxy.ArchiveBytes;
        using var changed = await next.OpenRemoteAsync(proxy.Environment());
        await PushAsync(registry, changed, "web", "v2");

        // The base layer has 1.4 MB.
        Assert.InRange(before, Large + 1_400_000, Large + 1_500_000);
        Assert.InRange(proxy.ArchiveBytes - before, Large, Large + 50_000);
    }

    [SkippableFact]
    public async Task The_config_and_small_layers_take_one_archive_and_each_large_layer_takes_another()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var proxy = new EngineProxy();
        using var registry = await DockerRegistryServer.StartAsync();
        using var source = await image.OpenRemoteAsync(proxy.Environment());
        await PushAsync(registry, source, "web");

        Assert.Equal(2, proxy.Requests.Count(IsFiles));
    }

    [SkippableFact]
    public async Task Its_containers_are_removed_when_the_layers_have_been_sent()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var proxy = new EngineProxy();
        using var registry = await DockerRegistryServer.StartAsync();
        using var source = await image.OpenRemoteAsync(proxy.Environment());
        await PushAsync(registry, source, "web");

        // The source is still open.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await ContainerOfAsync(image) != "")
        {
            await Task.Delay(100, patience.Token);
        }

        // What is read again comes from the export.
        Assert.Equal([source.ImageId], await DigestsAsync([source.Root.Config!]));
        Assert.Contains(proxy.Requests, IsExport);
    }

    [SkippableTheory]
    [InlineData(nameof(ArchiveFault.Cut))]
    [InlineData(nameof(ArchiveFault.Changed))]
    [InlineData(nameof(ArchiveFault.Refused))]
    public async Task A_layer_that_the_engine_does_not_send_as_it_was_is_taken_from_the_export(string fault)
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var registry = await DockerRegistryServer.StartAsync();
        using var proxy = new EngineProxy(Enum.Parse<ArchiveFault>(fault));
        using var source = await image.OpenRemoteAsync(proxy.Environment());

        var pushed = await PushAsync(registry, source, "web");

        using var client = RepositoryClients.For(registry.Host, "web");
        var manifest = await client.GetManifestAsync("v1", CancellationToken.None);
        Assert.Equal((pushed.Digest, source.ImageId), (manifest!.Digest, manifest.Config!.Digest));
        Assert.Contains(proxy.Requests, IsFiles);
        Assert.Contains(proxy.Requests, IsExport);
    }

    [SkippableFact]
    public async Task A_small_folder_that_comes_before_a_large_one_is_read_from_an_archive_of_its_own()
    {
        await using var image = await EngineTestImage.LoadDisorderedAsync(_folder);
        using var proxy = new EngineProxy();
        using var source = await image.OpenRemoteAsync(proxy.Environment());

        Assert.Equal([source.DiffIds[1]], await DigestsAsync([source.Root.Layers[1]]));
        Assert.Contains(proxy.Requests, request => request.Contains("/archive?", StringComparison.Ordinal) && request.Contains("files%2Fsdk-tools", StringComparison.Ordinal));
        Assert.DoesNotContain(proxy.Requests, IsExport);
    }

    [SkippableFact]
    public async Task A_layer_in_another_order_is_read_from_an_engine_that_allows_one_container()
    {
        await using var image = await EngineTestImage.LoadDisorderedAsync(_folder);
        using var proxy = new EngineProxy(ArchiveFault.OneContainer);
        using var source = await image.OpenRemoteAsync(proxy.Environment());

        Assert.Equal([source.DiffIds[1]], await DigestsAsync([source.Root.Layers[1]]));
        Assert.DoesNotContain(proxy.Requests, IsExport);
    }

    [SkippableFact]
    public async Task Layers_that_were_never_pushed_are_read_before_the_registry_has_answered()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var proxy = new EngineProxy();
        using var registry = await DockerRegistryServer.StartAsync();
        using var source = await image.OpenRemoteAsync(proxy.Environment());
        using var target = new PushTarget(RepositoryClients.For(registry.Host, "web"));
        var push = new PushOperation(target, "test", null, new PushedLayerCache(_folder.File("memory")));
        var request = new PushImageRequest { RepositoryName = "web", Tags = ["v1"], Transport = ImageTransport.Direct };
        var look = await push.LookAsync(source, request, beginsReading: true, CancellationToken.None);
        source.Expect(look.MissingBlobs().Select(blob => blob.Name));

        Assert.Equal(source.DiffIds, await DigestsAsync(source.Root.Layers));
        Assert.Single(proxy.Requests, request => request.Contains("/containers/create", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_plan_that_is_only_shown_creates_no_container()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var proxy = new EngineProxy();
        using var registry = await DockerRegistryServer.StartAsync();
        using (var source = await image.OpenRemoteAsync(proxy.Environment()))
        {
            using var target = new PushTarget(RepositoryClients.For(registry.Host, "web"));
            var push = new PushOperation(target, "test", null, new PushedLayerCache(_folder.File("memory")));
            var request = new PushImageRequest { RepositoryName = "web", Tags = ["v1"] };
            await push.LookAsync(source, request, beginsReading: false, CancellationToken.None);
        }

        Assert.DoesNotContain(proxy.Requests, request => request.Contains("/containers/create", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_layer_that_the_repository_lacks_although_it_was_pushed_before_is_read_too()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var proxy = new EngineProxy();
        using var source = await image.OpenRemoteAsync(proxy.Environment());
        source.Anticipate([source.DiffIds[0]]);
        source.Expect([source.DiffIds[1]]);

        Assert.Equal([source.DiffIds[1]], await DigestsAsync([source.Root.Layers[1]]));
        Assert.DoesNotContain(proxy.Requests, IsExport);
    }

    [SkippableFact]
    public async Task It_can_be_turned_off()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var proxy = new EngineProxy();
        using var source = await image.OpenRemoteAsync(proxy.Environment(store: "off"));

        Assert.Equal(source.DiffIds, await DigestsAsync(source.Root.Layers));
        Assert.DoesNotContain(proxy.Requests, request => request.Contains("/containers/create", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task An_engine_that_refuses_is_asked_once_and_its_export_is_read()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var proxy = new EngineProxy(ArchiveFault.NoContainers);
        var said = new List<string>();
        for (var push = 0; push < 2; push++)
        {
            using var source = await image.OpenRemoteAsync(proxy.Environment(), new Sink(said));

            Assert.Equal(source.DiffIds, await DigestsAsync(source.Root.Layers));
        }

        Assert.Single(proxy.Requests, request => request.Contains("/containers/create", StringComparison.Ordinal));
        Assert.Single(said, text => text.Contains("does not let its layers be read", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Two_layers_are_read_at_the_same_time()
    {
        Skip.If(Environment.ProcessorCount < 2, "layers are read at the same time only on two processors or more");
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large, words: 400_000);
        using var proxy = new EngineProxy();
        using (var source = await image.OpenRemoteAsync(proxy.Environment()))
        {
            // The larger one is not read to its end, so its container is busy.
            using var large = await source.Root.Layers[1].OpenAsync(CancellationToken.None);
            Assert.Equal(1, await large.ReadAsync(new byte[1]));
            Assert.Equal([source.DiffIds[0]], await DigestsAsync([source.Root.Layers[0]]));
            Assert.Equal(2, proxy.Requests.Count(request => request.Contains("/containers/create", StringComparison.Ordinal)));
        }

        Assert.DoesNotContain(proxy.Requests, IsExport);
        Assert.Equal("", await ContainerOfAsync(image));
    }

    [SkippableFact]
    public async Task An_engine_that_allows_one_container_lets_its_layers_wait()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large, words: 400_000);
        using var proxy = new EngineProxy(ArchiveFault.OneContainer);
        using var source = await image.OpenRemoteAsync(proxy.Environment());
        var opened = await Task.WhenAll(source.Root.Layers.Select(layer => DigestsAsync([layer])));

        Assert.Equal(source.DiffIds, opened.SelectMany(digests => digests));
        Assert.DoesNotContain(proxy.Requests, IsExport);
    }

    [SkippableFact]
    public async Task No_container_is_left_and_none_has_volumes()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large, volume: "/top");
        using var proxy = new EngineProxy();
        string mounts;
        using (var source = await image.OpenRemoteAsync(proxy.Environment()))
        {
            // Not while a layer is read: the engine describes the container when it has sent the archive.
            using var config = await source.Root.Config!.OpenAsync(CancellationToken.None);
            mounts = await Tool.RunOrFailAsync("docker", "inspect", "-f", "{{range .Mounts}}{{.Type}} {{end}}", await ContainerOfAsync(image));
        }

        // The record and the files of each of two layers, and the config.
        Assert.Equal("bind bind bind bind bind", mounts.Trim());
        Assert.Equal("", await ContainerOfAsync(image));
    }

    [SkippableFact]
    public async Task A_container_of_a_process_that_was_killed_is_removed_by_the_next_push()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var running = System.Diagnostics.Process.GetCurrentProcess();
        await CreateAsync(image, $"{ProcessIdentity.Host}/{running.Id}/1");
        // Windows, for a distribution of WSL on it.
        var ofOthers = await CreateAsync(image, $"{Environment.MachineName}/{running.Id}/1");
        try
        {
            using var proxy = new EngineProxy();
            using (var source = await image.OpenRemoteAsync(proxy.Environment()))
            {
                Assert.Equal([source.ImageId], await DigestsAsync([source.Root.Config!]));
            }

            Assert.Equal(ofOthers, await ContainerOfAsync(image));
        }
        finally
        {
            await Tool.RunAsync("docker", ["rm", "-f", ofOthers]);
        }
    }

    [SkippableFact]
    public async Task It_is_removed_even_if_the_next_push_reads_nothing()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        using var running = System.Diagnostics.Process.GetCurrentProcess();
        await CreateAsync(image, $"{ProcessIdentity.Host}/{running.Id}/1");

        // A new address of the engine, as for a new process.
        using var proxy = new EngineProxy();
        (await image.OpenRemoteAsync(proxy.Environment())).Dispose();

        Assert.Equal("", await ContainerOfAsync(image));
    }

    [SkippableFact]
    public async Task A_container_that_was_created_for_a_cancelled_push_is_removed_by_the_next_push()
    {
        await using var image = await EngineTestImage.LoadAsync(_folder, size: Large);
        await CreateAsync(image, EngineStoreLeftovers.Owner);
        using var proxy = new EngineProxy();
        using (var source = await image.OpenRemoteAsync(proxy.Environment()))
        {
            Assert.Equal([source.ImageId], await DigestsAsync([source.Root.Config!]));
        }

        Assert.Equal("", await ContainerOfAsync(image));
    }

    private static bool IsExport(string request) => request.Contains("/images/", StringComparison.Ordinal) && request.Contains("/get", StringComparison.Ordinal);

    private static bool IsFiles(string request) => request.Contains("/archive?", StringComparison.Ordinal);

    private static async Task<string> CreateAsync(EngineTestImage image, string owner)
    {
        var output = await Tool.RunOrFailAsync("docker", "create", "--label", $"{EngineStoreLeftovers.Label}={owner}", image.Reference, "nothing");
        return output.Trim()[..12];
    }

    private static async Task<string> ContainerOfAsync(EngineTestImage image)
    {
        var output = await Tool.RunOrFailAsync(
            "docker", "ps", "-aq", "--filter", $"label={EngineStoreLeftovers.Label}", "--filter", $"ancestor={image.Reference}");
        return output.Trim();
    }

    private static async Task<IReadOnlyList<string>> DigestsAsync(IEnumerable<ImageBlob> blobs)
    {
        var digests = new List<string>();
        foreach (var blob in blobs)
        {
            using var stream = await blob.OpenAsync(CancellationToken.None);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory);
            digests.Add(Sha256Digest.Compute(memory.ToArray()));
        }

        return digests;
    }

    private async Task<PushResult> PushAsync(DockerRegistryServer registry, IImageSource source, string repository, string tag = "v1")
    {
        using var target = new PushTarget(RepositoryClients.For(registry.Host, repository));
        var push = new PushOperation(target, "test", null, new PushedLayerCache(_folder.File("memory-" + repository)));
        var request = new PushImageRequest
        {
            RepositoryName = repository, Tags = [tag], Transport = ImageTransport.Direct, CompressionLevel = ImageCompressionLevel.Fastest,
        };
        return await push.RunAsync(source, request, CancellationToken.None);
    }

    private sealed class Sink(List<string> said) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value)
        {
            lock (said)
            {
                said.Add(value.Status);
            }
        }
    }
}
