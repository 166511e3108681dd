using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;

namespace EcsTools.Images.Push;

/// <summary>Pushes one source: it finds out what the repository lacks, decides who sends it, and lets it be sent.</summary>
internal sealed class PushOperation
{
    private readonly PushTarget _target;
    private readonly PushedLayerCache _index;
    private readonly string _activity;
    private readonly IProgress<OperationProgress>? _progress;
    private readonly PreviousImageLayers _previous;

    /// <param name="target">The repository.</param>
    /// <param name="activity">Title of the progress reports.</param>
    /// <param name="progress">Receives the progress of each layer, or null.</param>
    /// <param name="index">The index of layers that were pushed before; null for the user's own index.</param>
    public PushOperation(PushTarget target, string activity, IProgress<OperationProgress>? progress, PushedLayerCache? index = null)
    {
        _target = target;
        _index = index ?? PushedLayerCache.ForThisUser();
        _activity = activity;
        _progress = progress;
        _previous = new PreviousImageLayers(target.Client, target.NewestDigests);
    }

    /// <summary>Compares the source with the repository and pushes it.</summary>
    /// <param name="source">What to push.</param>
    /// <param name="request">The options and tags.</param>
    /// <param name="cancellationToken">Cancels the push.</param>
    public async Task<PushResult> RunAsync(IImageSource source, PushImageRequest request, CancellationToken cancellationToken)
    {
        var look = await LookAsync(source, request, beginsReading: true, cancellationToken).ConfigureAwait(false);
        return await RunAsync(source, look, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds out what the repository lacks. Throws if the request is not possible.</summary>
    /// <param name="source">What to push.</param>
    /// <param name="request">The options and tags.</param>
    /// <param name="beginsReading">Whether an engine begins to read what the repository will probably lack: false if nothing may be pushed.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<RemoteImageState> LookAsync(
        IImageSource source, PushImageRequest request, bool beginsReading, CancellationToken cancellationToken)
    {
        if (source is not EngineImageSource engine)
        {
            RefuseEngine(source, request);
        }
        else if (!engine.IsStored && request.Transport != ImageTransport.Engine)
        {
            // They decide who pushes and which layers are read together, so the engine is asked while the registry is.
            _ = engine.SizesAsync();
            if (beginsReading)
            {
                Anticipate(engine);
            }
        }

        var pusher = Pusher(request);
        var look = await pusher.LookAsync(source.Root, request.TagsOrLatest, cancellationToken).ConfigureAwait(false);
        pusher.RefuseImmutable(look);
        return look;
    }

    /// <param name="source">What to push.</param>
    /// <param name="look">The result of <see cref="LookAsync"/>.</param>
    /// <param name="request">The options and tags.</param>
    /// <param name="cancellationToken">Cancels the push.</param>
    public async Task<PushResult> RunAsync(IImageSource source, RemoteImageState look, PushImageRequest request, CancellationToken cancellationToken)
    {
        if (source is not EngineImageSource engine)
        {
            return await Pusher(request).PushAsync(look, cancellationToken).ConfigureAwait(false);
        }

        if (look.CompleteDigest is null && _target.EngineCredential is not null)
        {
            var pushed = await ByEngineAsync(engine, look, request, cancellationToken).ConfigureAwait(false);
            if (pushed is not null)
            {
                return pushed;
            }
        }

        engine.Expect(look.MissingBlobs().Select(blob => blob.Name));
        try
        {
            return await Pusher(request, engine.EndReading).PushAsync(look, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MalformedContentException || (e is EcsToolsException problem
            && (problem.Is(ErrorCodes.DigestMismatch) || problem.Is(ErrorCodes.ImageSourceUnreadable))))
        {
            // The engine's folders are internal to it, and its answers about an image may differ from its export. In that case the whole export is used.
            Say($"The layers of {source.Name} cannot be read separately. The push reads the engine's export of the whole image instead. Cause: {e.Message}");
            using var whole = await engine.ReadWholeAsync(cancellationToken).ConfigureAwait(false);
            return await Pusher(request).PushAsync(whole.Root, request.TagsOrLatest, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Most pushes are of the next version of an image: what this machine has never pushed is what the repository will lack.</summary>
    private void Anticipate(EngineImageSource engine)
    {
        var unknown = engine.DiffIds.Where(diffId => _index.Find(diffId) is null).ToList();
        if (unknown.Count > 0)
        {
            engine.Anticipate(unknown);
        }
    }

    /// <summary>If the user asked for the engine and it cannot push the image, this is an error. Nothing else is used in its place.</summary>
    private static void RefuseEngine(IImageSource source, PushImageRequest request)
    {
        if (request.Transport == ImageTransport.Engine)
        {
            throw new EcsToolsException(
                ErrorCodes.TransportNeedsEngine,
                $"-Transport Engine pushes only images of a Docker engine with a graph driver, such as overlay2; {source.Name} is not one.",
                "Leave out -Transport: an engine with the containerd store exports layers that are compressed already.",
                "Transport",
                source.Name);
        }
    }

    private async Task<PushResult?> ByEngineAsync(
        EngineImageSource source, RemoteImageState look, PushImageRequest request, CancellationToken cancellationToken)
    {
        var transport = new EnginePusher(_target.Client, _target.EngineCredential!);
        var insists = request.Transport == ImageTransport.Engine;
        var may = request.Transport == ImageTransport.Auto && request.CompressionLevel == ImageCompressionLevel.Auto;
        if (!insists && !(may && await transport.IsQuickerAsync(source, look, _index, cancellationToken).ConfigureAwait(false)))
        {
            return null;
        }

        try
        {
            return await transport.PushAsync(source, look, _index, _progress, cancellationToken).ConfigureAwait(false);
        }
        catch (EcsToolsException e) when (!insists)
        {
            Say($"EcsTools sends the layers itself, because the Docker engine could not push them: {e.Message}");
            return null;
        }
    }

    private RegistryPusher Pusher(PushImageRequest request, Action? blobsSent = null)
        => new(_target.Client, _index, new PushReport(_activity, _progress), request.CompressionLevel, _previous)
        {
            IsImmutable = _target.IsImmutable,
            BlobsSent = blobsSent ?? (() => { }),
        };

    private void Say(string text) => _progress?.Report(new OperationProgress(_activity, text, Level: ProgressLevel.Verbose));
}
