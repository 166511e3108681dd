using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;

namespace EcsTools.Images.Push;

/// <summary>A push whose image must be built first, or whose repository must be created first. It is not yet known what it will send.</summary>
/// <param name="request">The request.</param>
/// <param name="source">The opened source; null if it must be built first.</param>
internal sealed class DeferredPushPlan(PushImageRequest request, IImageSource? source) : PushPlan(request)
{
    public override string Description => SourceText(source is not null) + Contents();

    public override string? PresentDigest => null;

    public override IReadOnlyDictionary<string, string> MovedTags { get; } = new Dictionary<string, string>();

    public override async Task<PushResult> RunAsync(
        Func<CancellationToken, Task<PushTarget>> openTarget, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (source is not null)
        {
            return await PushAsync(source, openTarget, progress, cancellationToken).ConfigureAwait(false);
        }

        var (opened, built) = await ImageSourceFactory.BuildAndOpenAsync(Request, progress, cancellationToken).ConfigureAwait(false);
        using (opened)
        {
            var result = await PushAsync(opened, openTarget, progress, cancellationToken).ConfigureAwait(false);
            return result with { Built = built };
        }
    }

    private async Task<PushResult> PushAsync(
        IImageSource image,
        Func<CancellationToken, Task<PushTarget>> openTarget,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var target = await openTarget(cancellationToken).ConfigureAwait(false);
        return await new PushOperation(target, Activity, progress).RunAsync(image, Request, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing) => source?.Dispose();

    private string Contents()
    {
        if (source is null)
        {
            return "";
        }

        var layers = LayersOf(source);
        return LayersToSend(layers, layers);
    }
}
