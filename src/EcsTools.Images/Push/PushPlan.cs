using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;

namespace EcsTools.Images.Push;

/// <summary>
/// What a push will do, found out without doing it. There are two cases. Either the image was compared with the repository, or it cannot be compared yet
/// because the image must be built first or the repository must be created first.
/// </summary>
public abstract class PushPlan : IDisposable
{
    private protected PushPlan(PushImageRequest request)
    {
        Request = request;
    }

    /// <summary>The request that the plan is for.</summary>
    public PushImageRequest Request { get; }

    /// <summary>The tags that the image gets.</summary>
    public IReadOnlyList<string> Tags => Request.TagsOrLatest;

    /// <summary>What will be built and sent, in words.</summary>
    public abstract string Description { get; }

    /// <summary>Whether anything will be built, sent or moved. It is true if that is not known yet.</summary>
    public bool HasChanges => PresentDigest is null;

    /// <summary>Digest of the image if the repository has it under every tag; null if something will be pushed, or if that is not known.</summary>
    public abstract string? PresentDigest { get; }

    /// <summary>The tags that name another image now, with the short form of its digest. They will be moved.</summary>
    public abstract IReadOnlyDictionary<string, string> MovedTags { get; }

    /// <summary>The title of the push in progress reports.</summary>
    public string Activity => ActivityOf(Request);

    /// <summary>Throws if the source of a request cannot be pushed. Nothing is built or created.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="EcsToolsException">The source does not exist or is not an image, or parameters contradict each other.</exception>
    public static void Check(PushImageRequest request) => ImageSourceFactory.Check(request);

    /// <summary>Opens the source and compares it with the repository. Changes nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="findTarget">
    /// Finds the repository. Returns null if it does not exist yet. It is called once, after the source was opened.
    /// </param>
    /// <param name="findBuild">
    /// Whether to look for the image of an earlier build of a folder, so that the plan says what a push of it sends. Without it, the build looks for it, and an
    /// engine begins to read what the repository will probably lack.
    /// </param>
    /// <param name="progress">Receives the progress of an engine's export, if the image must be read to know its layers.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The source cannot be read, or a tag that cannot move names another image.</exception>
    public static async Task<PushPlan> CreateAsync(
        PushImageRequest request,
        Func<CancellationToken, Task<PushTarget?>> findTarget,
        bool findBuild,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        Check(request);
        var source = !ImageSourceFactory.IsBuilt(request) ? await ImageSourceFactory.OpenAsync(request, progress, cancellationToken).ConfigureAwait(false)
            : findBuild ? await ImageSourceFactory.OpenEarlierBuildAsync(request, progress, cancellationToken).ConfigureAwait(false)
            : null;
        PushTarget? target = null;
        try
        {
            target = await findTarget(cancellationToken).ConfigureAwait(false);
            if (source is null || target is null)
            {
                target?.Dispose();
                return new DeferredPushPlan(request, source);
            }

            var push = new PushOperation(target, ActivityOf(request), progress);
            var state = await push.LookAsync(source, request, beginsReading: !findBuild, cancellationToken).ConfigureAwait(false);
            return new ComparedPushPlan(request, source, target, push, state);
        }
        catch
        {
            source?.Dispose();
            target?.Dispose();
            throw;
        }
    }

    /// <summary>Pushes the image. It does not send what the repository already has, and moves no tag until all content is there.</summary>
    /// <param name="openTarget">
    /// Opens the repository and creates it if needed. It is called only if the image was not compared yet, and only after the image was built.
    /// </param>
    /// <param name="progress">Receives the progress of the build and of each layer.</param>
    /// <param name="cancellationToken">Cancels the push. Content that was already sent stays.</param>
    /// <exception cref="EcsToolsException">The build fails, or the registry refuses.</exception>
    public abstract Task<PushResult> RunAsync(
        Func<CancellationToken, Task<PushTarget>> openTarget, IProgress<OperationProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Closes the source and the connections to the registry.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the plan owns.</summary>
    /// <param name="disposing">Always true: there is no finalizer.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>What is pushed. A folder whose image is known was built before.</summary>
    private protected string SourceText(bool isKnown)
        => isKnown && ImageSourceFactory.IsBuilt(Request) ? $"push the image of {Request.Path}, which is built already" : ImageSourceFactory.Describe(Request);

    private protected static IReadOnlyList<ImageBlob> LayersOf(IImageSource source)
        => source.Root.ChildrenFirst().SelectMany(manifest => manifest.Layers).GroupBy(layer => layer.Name, StringComparer.Ordinal)
            .Select(group => group.First()).ToList();

    private protected static string LayersToSend(IReadOnlyList<ImageBlob> layers, IReadOnlyList<ImageBlob> missing)
        => missing.Count == 0 && layers.Count > 0 ? ": the repository already has all its layers"
            : $": {missing.Count} of {layers.Count} {(layers.Count == 1 ? "layer" : "layers")} to send{Bytes(missing)}";

    private static string ActivityOf(PushImageRequest request) => $"Pushing {request.RepositoryName}:{request.TagsOrLatest[0]}";

    /// <summary>The size of the blobs in the source. The sizes in an engine's export are not known until it is read.</summary>
    private static string Bytes(IReadOnlyList<ImageBlob> blobs)
        => blobs.Count == 0 || blobs.Any(blob => blob.SourceSize < 0) ? ""
            : $", {ByteSize.Format(blobs.Sum(blob => blob.SourceSize))}{(blobs.Any(blob => blob.Compress) ? " before compression" : "")}";
}
