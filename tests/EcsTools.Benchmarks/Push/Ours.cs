using System;
using System.Diagnostics;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Build;
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
    public static readonly Contender Engine = new("ours", target => RunAsync(Image(target)));

    /// <summary>For a user who may talk to the engine, but may not read its disk: whoever is quicker sends.</summary>
    public static readonly Contender Member = new("ours, as a member of the docker group", target => DockerMember.RunAsync(Image(target)))
    {
        PushBeforeAsync = target => DockerMember.RunAsync(Image(target) with { Transport = ImageTransport.Engine }),
    };

    public static readonly Contender Archive = new("ours", target => RunAsync(Work(target) with { Path = target.Images.Archive(target.Image) }));

    public static readonly Contender Layout = new("ours", target => RunAsync(Work(target) with { Path = target.Images.Layout(target.Image) }));

    public static PushWork Work(PushTarget target) => new(target.Host, target.Tag, target.Memory);

    /// <summary>Pushes in this process, and measures the time.</summary>
    public static async Task<TimeSpan> RunAsync(PushWork work)
    {
        var watch = Stopwatch.StartNew();
        await PushAsync(work);
        return watch.Elapsed;
    }

    /// <summary>Pushes in this process, and tells what came of it.</summary>
    public static async Task<PushResult> PushAsync(PushWork work)
    {
        using var repository = new EcsTools.Images.Push.PushTarget(new RepositoryClient(work.Host, "bench", new Anonymous(), SystemClock.Instance))
        {
            EngineCredential = _ => Task.FromResult<RegistryCredential?>(null),
        };
        var request = new PushImageRequest
        {
            RepositoryName = "bench", Path = work.Path, Image = work.Image, Tags = [work.Tag], Transport = work.Transport,
        };
        using var source = work.Folder is null ? await ImageSourceFactory.OpenAsync(request, null, CancellationToken.None) : await BuildAsync(work);
        return await new PushOperation(repository, "bench", null, new PushedLayerCache(work.Memory)).RunAsync(source, request, CancellationToken.None);
    }

    private static PushWork Image(PushTarget target) => Work(target) with { Image = BenchImages.Reference(target.Image) };

    private static async Task<IImageSource> BuildAsync(PushWork work)
    {
        var engine = await DockerEngine.ConnectAsync(CancellationToken.None);
        var builder = new ImageBuilder(engine, HostEnvironment.Current, SystemClock.Instance, new BuildRecords(work.Memory));
        var request = new ImageBuildRequest { ContextPath = work.Folder!, NoCache = work.NoCache, Tags = [BenchApp.Reference(work.Folder!)] };
        var built = await builder.BuildAsync(request, null, CancellationToken.None);
        return await EngineImageSource.OpenAsync(engine, built.ImageId, work.Folder!, null, CancellationToken.None);
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
