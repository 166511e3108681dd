using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;

namespace EcsTools.Images.Push;

/// <summary>
/// A push whose image was compared with the repository. It sends the content that was missing at that time, and expects the other content to be still
/// there.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="source">The opened source.</param>
/// <param name="target">The repository.</param>
/// <param name="push">The operation that compared them.</param>
/// <param name="state">Which parts of the image the repository has.</param>
internal sealed class ComparedPushPlan(PushImageRequest request, IImageSource source, PushTarget target, PushOperation push, RemoteImageState state)
    : PushPlan(request)
{
    public override string Description => SourceText(isKnown: true) + Contents();

    public override string? PresentDigest => state.CompleteDigest;

    public override IReadOnlyDictionary<string, string> MovedTags
    {
        get
        {
            var own = state.CompleteDigest ?? state.Same?.Digest ?? (source.Root.Bytes is { } bytes ? Sha256Digest.Compute(bytes) : null);
            return Tags.Where(tag => state.TagDigests.TryGetValue(tag, out var digest) && digest is not null && digest != own)
                .ToDictionary(tag => tag, tag => Sha256Digest.Short(state.TagDigests[tag]!), StringComparer.Ordinal);
        }
    }

    public override Task<PushResult> RunAsync(
        Func<CancellationToken, Task<PushTarget>> openTarget, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
        => push.RunAsync(source, state, Request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        target.Dispose();
    }

    private string Contents()
    {
        if (state.CompleteDigest is { } digest)
        {
            return $": nothing to send, the repository already has the image ({Sha256Digest.Short(digest)})";
        }

        var layers = LayersOf(source);
        return LayersToSend(layers, state.MissingBlobs().Where(blob => layers.Any(layer => layer.Name == blob.Name)).ToList());
    }
}
