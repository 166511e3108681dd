using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;

namespace EcsTools.Images.Push;

/// <summary>
/// Pushes one image. It first finds out what the repository has. Then it sends the missing blobs in parallel, the manifests after the blobs that they
/// name, and the tags last. So a tag never names an image that is incomplete.
/// </summary>
internal sealed class RegistryPusher
{
    private readonly RepositoryClient _client;
    private readonly PushedLayerCache _index;
    private readonly PushReport _report;
    private readonly AdaptiveCompression _pace;
    private readonly PreviousImageLayers _previous;

    public RegistryPusher(
        RepositoryClient client,
        PushedLayerCache index,
        PushReport report,
        ImageCompressionLevel compression = ImageCompressionLevel.Auto,
        PreviousImageLayers? previous = null)
    {
        _client = client;
        _index = index;
        _report = report;
        _pace = new AdaptiveCompression(compression);
        _previous = previous ?? new PreviousImageLayers(client);
    }

    /// <summary>Whether the repository refuses to move a tag that names another image. The push then fails here, before anything is sent.</summary>
    public Func<string, bool> IsImmutable { get; init; } = _ => false;

    /// <summary>Is called when all blobs have been sent, before the manifests are: the source is no longer read.</summary>
    public Action BlobsSent { get; init; } = () => { };

    public async Task<PushResult> PushAsync(ImageManifest root, IReadOnlyList<string> tags, CancellationToken cancellationToken)
        => await PushAsync(await LookAsync(root, tags, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Finds out what the repository already has. It reads no layer and writes nothing.</summary>
    public Task<RemoteImageState> LookAsync(ImageManifest root, IReadOnlyList<string> tags, CancellationToken cancellationToken)
        => new MissingContentFinder(_client, _index, _pace, _previous).LookAsync(root, tags, cancellationToken);

    /// <summary>Sends what <see cref="LookAsync"/> found missing.</summary>
    public async Task<PushResult> PushAsync(RemoteImageState look, CancellationToken cancellationToken)
    {
        if (look.CompleteDigest is { } complete)
        {
            NotePresent(look, look.Root.ChildrenFirst().SelectMany(manifest => manifest.Blobs()));
            await _index.SaveAsync().ConfigureAwait(false);
            return Result(look, complete, look.Root.MediaType, present: look.Tags.Count, replaced: 0, EmptyBlobs);
        }

        RefuseImmutable(look);
        var missing = new HashSet<string>(look.MissingBlobs().Select(blob => blob.Name), StringComparer.Ordinal);
        NotePresent(look, look.Root.ChildrenFirst().SelectMany(manifest => manifest.Blobs()).Where(blob => !missing.Contains(blob.Name)));
        var sent = await new ParallelBlobUploader(_client, _index, _pace, _report).SendAsync(look, cancellationToken).ConfigureAwait(false);
        BlobsSent();
        var saving = _index.SaveAsync();
        try
        {
            var bytes = await PutManifestsAsync(look, sent, cancellationToken).ConfigureAwait(false);
            var mediaType = look.Same?.MediaType ?? look.Root.MediaType;
            var digest = Sha256Digest.Compute(bytes);
            var (present, replaced) = await PutTagsAsync(look, mediaType, bytes, digest, cancellationToken).ConfigureAwait(false);
            return Result(look, digest, mediaType, present, replaced, sent);
        }
        finally
        {
            await saving.ConfigureAwait(false);
        }
    }

    private static readonly IReadOnlyDictionary<string, Descriptor> EmptyBlobs = new Dictionary<string, Descriptor>();

    private void NotePresent(RemoteImageState look, IEnumerable<ImageBlob> blobs)
    {
        foreach (var name in blobs.Select(blob => look.PresentBlobs.TryGetValue(blob.Name, out var there) ? there.Digest : blob.Name)
            .Distinct(StringComparer.Ordinal))
        {
            _report.NotePresent(name);
        }
    }

    /// <summary>Throws if an immutable tag names another image.</summary>
    public void RefuseImmutable(RemoteImageState look)
    {
        var own = look.Root.Bytes is { } bytes ? Sha256Digest.Compute(bytes) : look.Same?.Digest;
        if (look.Tags.FirstOrDefault(tag => look.TagDigests[tag] is { } digest && digest != own && IsImmutable(tag)) is { } taken)
        {
            throw new EcsToolsException(
                ErrorCodes.ImageTagImmutable,
                $"The tags of '{_client.Repository}' are immutable, and '{taken}' names another image ({look.TagDigests[taken]}).",
                "Push under a new tag.",
                "Tag",
                taken);
        }
    }

    /// <returns>The manifest that the tags will name.</returns>
    private async Task<byte[]> PutManifestsAsync(RemoteImageState look, IReadOnlyDictionary<string, Descriptor> sent, CancellationToken cancellationToken)
    {
        foreach (var child in look.Root.ChildrenFirst().Where(manifest => manifest != look.Root && !look.PresentManifests.Contains(manifest)))
        {
            var bytes = child.Bytes!;
            await _client.PutManifestAsync(Sha256Digest.Compute(bytes), child.MediaType, bytes, cancellationToken).ConfigureAwait(false);
        }

        var root = look.Root;
        return root.Bytes ?? look.Same?.Bytes ?? ManifestWriter.Write(root.MediaType, Blob(look, sent, root.Config!),
            root.Layers.Select(layer => Blob(look, sent, layer)));
    }

    private static Descriptor Blob(RemoteImageState look, IReadOnlyDictionary<string, Descriptor> sent, ImageBlob blob)
        => (sent.TryGetValue(blob.Name, out var now) ? now : look.PresentBlobs[blob.Name]) with { MediaType = blob.MediaType };

    private async Task<(int Present, int Replaced)> PutTagsAsync(
        RemoteImageState look, string mediaType, byte[] bytes, string digest, CancellationToken cancellationToken)
    {
        var present = 0;
        var replaced = 0;
        foreach (var tag in look.Tags)
        {
            if (look.TagDigests[tag] == digest)
            {
                present++;
                continue;
            }

            try
            {
                await _client.PutManifestAsync(tag, mediaType, bytes, cancellationToken).ConfigureAwait(false);
                replaced += look.TagDigests[tag] is null ? 0 : 1;
            }
            catch (EcsToolsException e) when (e.Is(ErrorCodes.ImageTagImmutable))
            {
                // A registry refuses an immutable tag even for equal content. Another user may just have pushed the same image.
                if (await _client.FindManifestAsync(tag, cancellationToken).ConfigureAwait(false) != digest)
                {
                    throw;
                }

                present++;
            }
        }

        return (present, replaced);
    }

    private PushResult Result(
        RemoteImageState look, string digest, string mediaType, int present, int replaced, IReadOnlyDictionary<string, Descriptor> sent)
        => new()
        {
            Digest = digest,
            MediaType = mediaType,
            Platform = look.Root.Platform,
            Size = SizeOf(look, sent),
            BlobsSent = _report.Sent,
            BlobsPresent = _report.Present,
            BlobsMounted = _report.Mounted,
            BytesSent = _report.BytesSent,
            TagsPresent = present,
            TagsReplaced = replaced,
        };

    private static long SizeOf(RemoteImageState look, IReadOnlyDictionary<string, Descriptor> sent)
        => look.Same is { } same
            ? (same.Config?.Size ?? 0) + same.Layers.Sum(layer => layer.Size)
            : look.Root.ChildrenFirst().SelectMany(manifest => manifest.Blobs()).GroupBy(blob => blob.Name, StringComparer.Ordinal).Select(same => same.First())
                .Sum(blob => blob.Descriptor is { Size: >= 0 } known ? known.Size : Blob(look, sent, blob).Size);
}
