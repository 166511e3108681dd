using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Registry;

public class BlobDownloadTests
{
    private static readonly byte[] Content = Enumerable.Range(0, 2_000_000).Select(i => (byte)(i % 251)).ToArray();

    [SkippableFact]
    public async Task A_download_whose_connection_breaks_goes_on_from_there()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        var blob = await UploadAsync(registry);
        for (var seed = 0; seed < 10; seed++)
        {
            using var proxy = new FaultProxy(registry.Host, seed, rate: 0.6, null, Fault.AnswerTruncated, Fault.ResetAtStart, Fault.BadGateway);
            using var client = RepositoryClients.For(proxy.Host, proxy);
            using var stream = client.OpenBlob(blob, CancellationToken.None);
            using var back = new MemoryStream();

            await stream.CopyToAsync(back);

            Assert.Equal(blob.Digest, Sha256Digest.Compute(back.ToArray()));
        }
    }

    [SkippableFact]
    public async Task A_download_that_never_gets_through_says_so()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        var blob = await UploadAsync(registry);
        using var proxy = new FaultProxy(registry.Host, 1, rate: 1, null, Fault.ResetAtStart);
        using var client = RepositoryClients.For(proxy.Host, proxy);
        using var stream = client.OpenBlob(blob, CancellationToken.None);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => stream.CopyToAsync(Stream.Null));

        Assert.Equal("RegistryUnreachable", error.ErrorId);
    }

    private static async Task<Descriptor> UploadAsync(DockerRegistryServer registry)
    {
        using var client = RepositoryClients.For(registry.Host);
        var descriptor = new Descriptor(MediaTypes.OciLayer, Sha256Digest.Compute(Content), Content.Length);
        var blob = new ImageBlob(descriptor.MediaType, descriptor.Size, _ => Task.FromResult<Stream>(new MemoryStream(Content))) { Descriptor = descriptor };
        await client.UploadBlobAsync(
            blob, new BlobUpload.Options(new AdaptiveCompression(ImageCompressionLevel.Fastest)), _ => { }, CancellationToken.None);
        return descriptor;
    }
}
