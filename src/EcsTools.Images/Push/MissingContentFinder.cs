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
/// Finds out what need not be sent, without reading a layer. The tag may already name the image, and the repository may have the manifest or its blobs.
/// The digests of the blobs come from the source, from this machine's layer index, or from earlier images of the repository.
/// </summary>
internal sealed class MissingContentFinder
{
    /// <summary>The most requests to the registry at the same time. Each request is small.</summary>
    private const int Parallel = 16;

    private readonly RepositoryClient _client;
    private readonly PushedLayerCache _index;
    private readonly AdaptiveCompression _pace;
    private readonly PreviousImageLayers _previous;

    public MissingContentFinder(RepositoryClient client, PushedLayerCache index, AdaptiveCompression pace, PreviousImageLayers previous)
    {
        _client = client;
        _index = index;
        _pace = pace;
        _previous = previous;
    }

    public async Task<RemoteImageState> LookAsync(ImageManifest root, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var look = new RemoteImageState(root, tags);
        var tagged = await LookAtTagsAsync(look, cancellationToken).ConfigureAwait(false);
        if (look.CompleteDigest is not null)
        {
            return look;
        }

        await LookForManifestsAsync(look, cancellationToken).ConfigureAwait(false);
        await LookForBlobsAsync(look, tagged, cancellationToken).ConfigureAwait(false);
        return look;
    }

    /// <returns>The manifest of the first tag, if it was read.</returns>
    private async Task<RegistryManifest?> LookAtTagsAsync(RemoteImageState look, CancellationToken cancellationToken)
    {
        var (wasRead, tagged) = look.Root.Bytes is null ? await ReadTagAsync(look.Tags[0], cancellationToken).ConfigureAwait(false) : (false, null);
        await ForEachAsync(look.Tags, async tag =>
        {
            var digest = wasRead && tag == look.Tags[0]
                ? tagged?.Digest
                : await _client.FindManifestAsync(tag, cancellationToken).ConfigureAwait(false);
            lock (look.TagDigests)
            {
                look.TagDigests[tag] = digest;
            }
        }).ConfigureAwait(false);

        if (tagged is not null && IsSame(look.Root, tagged))
        {
            look.Same = tagged;
            look.PresentManifests.Add(look.Root);
        }

        var expected = look.Root.Bytes is { } bytes ? Sha256Digest.Compute(bytes) : look.Same?.Digest;
        look.CompleteDigest = look.Tags.All(tag => look.TagDigests[tag] == expected) ? expected : null;
        return tagged;
    }

    /// <returns>Whether the tag could be read, and its manifest; null if the tag does not exist.</returns>
    private async Task<(bool WasRead, RegistryManifest? Manifest)> ReadTagAsync(string tag, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await _client.GetManifestAsync(tag, cancellationToken).ConfigureAwait(false));
        }
        catch (EcsToolsException e) when (e.Is(ErrorCodes.ManifestNotSupported))
        {
            // The manifest has an old format, so it is not the image that is being pushed.
            return (false, null);
        }
    }

    /// <summary>
    /// Whether an image in the registry is the one that is being pushed. The digest of its config identifies an image, including its layers. With a fixed
    /// compression level, the compressed layers must be the same too.
    /// </summary>
    private bool IsSame(ImageManifest root, RegistryManifest there)
        => root.Config?.Descriptor?.Digest is { } config && there.Config?.Digest == config && there.Layers.Count == root.Layers.Count
            && root.Layers.Zip(there.Layers, (layer, blob) => _pace.Encoder is null || Known(layer)?.Digest == blob.Digest).All(same => same);

    private Descriptor? Known(ImageBlob blob) => blob.Descriptor ?? _index.Find(blob.Name, blob.Compress ? _pace.Encoder : null);

    private async Task LookForManifestsAsync(RemoteImageState look, CancellationToken cancellationToken)
    {
        // This includes the only manifest of an index. If the registry has a manifest, it also has everything that the manifest names.
        await ForEachAsync(look.Root.ChildrenFirst().Where(manifest => manifest.Bytes is not null).ToList(), async manifest =>
        {
            if (await _client.FindManifestAsync(Sha256Digest.Compute(manifest.Bytes!), cancellationToken).ConfigureAwait(false) is not null)
            {
                lock (look.PresentManifests)
                {
                    look.PresentManifests.Add(manifest);
                }
            }
        }).ConfigureAwait(false);

        if (look.PresentManifests.Contains(look.Root))
        {
            look.PresentManifests.UnionWith(look.Root.ChildrenFirst());
        }
    }

    private async Task LookForBlobsAsync(RemoteImageState look, RegistryManifest? tagged, CancellationToken cancellationToken)
    {
        var missing = look.MissingBlobs().ToList();
        var unknown = missing.Where(blob => Known(blob) is null).ToList();
        var looking = LookForKnownAsync(look, missing.Except(unknown), cancellationToken);
        if (unknown.Count > 0 && _pace.Encoder is null)
        {
            // The earlier images take several requests, one after the other.
            var learning = LearnAsync(look, unknown, tagged, cancellationToken);
            await Task.WhenAll(looking, learning).ConfigureAwait(false);
        }

        await looking.ConfigureAwait(false);
    }

    private async Task LearnAsync(RemoteImageState look, IReadOnlyList<ImageBlob> unknown, RegistryManifest? tagged, CancellationToken cancellationToken)
    {
        var names = unknown.Select(blob => blob.Name).ToList();
        var learned = await _previous.LearnAsync(names, tagged, look.Root.Platform, cancellationToken).ConfigureAwait(false);
        foreach (var pair in learned)
        {
            _index.Add(pair.Key, pair.Value, encoder: null, Place);
        }

        await LookForKnownAsync(look, unknown, cancellationToken).ConfigureAwait(false);
    }

    private Task LookForKnownAsync(RemoteImageState look, IEnumerable<ImageBlob> blobs, CancellationToken cancellationToken)
        => ForEachAsync(blobs.Where(blob => Known(blob) is not null).ToList(), async blob =>
        {
            var known = Known(blob)!;
            var size = await _client.FindBlobAsync(known.Digest, cancellationToken).ConfigureAwait(false);
            Note(look, blob, known, size);
        });

    private string Place => $"{_client.Place}";

    private void Note(RemoteImageState look, ImageBlob blob, Descriptor known, long? size)
    {
        lock (look.PresentBlobs)
        {
            if (size is null)
            {
                look.KnownBlobs[blob.Name] = known;
            }
            else if (size >= 0 && known.Size >= 0 && size != known.Size)
            {
                // The layer index is wrong. The layer is compressed again, and the result replaces the entry.
                _index.Forget(blob.Name, known.Digest);
            }
            else
            {
                look.PresentBlobs[blob.Name] = known.Size >= 0 ? known : known with { Size = Math.Max(0, size.Value) };
            }
        }
    }

    private static async Task ForEachAsync<T>(IReadOnlyList<T> items, Func<T, Task> look)
    {
        using var gate = new SemaphoreSlim(Parallel);
        await Task.WhenAll(items.Select(async item =>
        {
            await gate.WaitAsync().ConfigureAwait(false);
            try
            {
                await look(item).ConfigureAwait(false);
            }
            finally
            {
                gate.Release();
            }
        })).ConfigureAwait(false);
    }
}
