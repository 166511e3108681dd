using System;
using System.Diagnostics;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;

namespace EcsTools.Benchmarks.Push;

/// <summary>
/// EcsTools in this process, which is warm as a PowerShell session is after its first command: from opening the source and connecting to the last tag.
/// The registry asks for no token, so ECR's own calls are left out.
/// </summary>
internal static class Ours
{
    public static readonly Contender Engine = Of("ours", new PushImageRequest { RepositoryName = "bench", Image = "" });

    /// <summary>As on a machine where the engine's disk cannot be read: whoever is quicker sends.</summary>
    public static readonly Contender Export = new("ours, without the engine's disk", target => WithoutDiskAsync(target, ImageTransport.Auto))
    {
        PushBeforeAsync = target => WithoutDiskAsync(target, ImageTransport.Engine),
    };

    public static readonly Contender Archive = new("ours", target => TimeAsync(target, Request(target.Images.Archive(target.Image))));

    public static readonly Contender Layout = new("ours", target => TimeAsync(target, Request(target.Images.Layout(target.Image))));

    public static async Task<TimeSpan> TimeAsync(PushTarget target, PushImageRequest request)
        => await TimeAsync(target, token => ImageSourceFactory.OpenAsync(request, null, token), request);

    public static PushImageRequest Request(string path) => new() { RepositoryName = "bench", Path = path };

    /// <summary>Pushes and tells what came of it.</summary>
    public static async Task<PushResult> PushAsync(
        PushTarget target, Func<CancellationToken, Task<IImageSource>> open, PushImageRequest request)
    {
        using var repository = new EcsTools.Images.Push.PushTarget(new RepositoryClient(target.Host, "bench", new Anonymous(), SystemClock.Instance))
        {
            EngineCredential = _ => Task.FromResult<RegistryCredential?>(null),
        };
        using var source = await open(CancellationToken.None);
        var push = new PushOperation(repository, "bench", null, new PushedLayerCache(target.Memory));
        return await push.RunAsync(source, request with { Tags = [target.Tag] }, CancellationToken.None);
    }

    private static Task<TimeSpan> WithoutDiskAsync(PushTarget target, ImageTransport transport) => TimeAsync(
        target,
        async token => await EngineImageSource.OpenAsync(
            await DockerEngine.ConnectAsync(token), BenchImages.Reference(target.Image), target.Image, null, token, findStore: _ => null),
        new PushImageRequest { RepositoryName = "bench", Transport = transport });

    private static Contender Of(string name, PushImageRequest request)
        => new(name, target => TimeAsync(target, request with { Image = BenchImages.Reference(target.Image) }));

    private static async Task<TimeSpan> TimeAsync(PushTarget target, Func<CancellationToken, Task<IImageSource>> open, PushImageRequest request)
    {
        var watch = Stopwatch.StartNew();
        await PushAsync(target, open, request);
        return watch.Elapsed;
    }

    private sealed class Anonymous : IRegistryAuthorization
    {
        public Task<AuthenticationHeaderValue?> GetAsync(RegistryScope scope, CancellationToken cancellationToken)
            => Task.FromResult<AuthenticationHeaderValue?>(null);

        public Task<bool> RenewAsync(
            RegistryScope scope, AuthenticationHeaderValue? refused, HttpResponseMessage answer, CancellationToken cancellationToken)
            => Task.FromResult(false);
    }
}
