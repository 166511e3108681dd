using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images;

namespace EcsTools.Registry;

/// <summary>
/// Pushes one image: blobs the repository lacks, in parallel; manifests after the blobs they name; tags last, so that a tag never names an
/// image that is not all there.
/// </summary>
internal sealed class ImagePusher
{
    /// <summary>Uploads at a time, as many as <c>docker push</c> makes.</summary>
    private const int Parallel = 5;

    private readonly RegistryClient _client;
    private readonly LayerIndex _index;
    private readonly string _repository;
    private readonly PushReport _report;

    public ImagePusher(RegistryClient client, LayerIndex index, string repository, PushReport report)
    {
        _client = client;
        _index = index;
        _repository = repository;
        _report = report;
    }

    public async Task<PushResult> PushAsync(ImageManifest root, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var size = 0L;
        byte[]? rootBytes = null;
        foreach (var manifest in root.ChildrenFirst())
        {
            var blobs = await PushBlobsAsync(manifest, cancellationToken).ConfigureAwait(false);
            size += blobs.Sum(b => b.Size);
            rootBytes = manifest.Bytes ?? ManifestWriter.Write(manifest.MediaType, blobs[0], blobs.Skip(1));
            if (manifest != root)
            {
                await PutIfMissingAsync(Sha256Digest.Of(rootBytes), manifest.MediaType, rootBytes, cancellationToken).ConfigureAwait(false);
            }
        }

        var digest = Sha256Digest.Of(rootBytes!);
        var (present, replaced) = await PutTagsAsync(root.MediaType, rootBytes!, digest, tags, cancellationToken).ConfigureAwait(false);
        _index.Save();
        return new PushResult
        {
            Digest = digest,
            MediaType = root.MediaType,
            Platform = root.Platform,
            Size = size,
            BlobsSent = _report.Sent,
            BlobsPresent = _report.Present,
            BytesSent = _report.BytesSent,
            TagsPresent = present,
            TagsReplaced = replaced,
        };
    }

    /// <summary>Config first, then layers in order: the descriptors that a manifest made here is written from.</summary>
    private async Task<IReadOnlyList<Descriptor>> PushBlobsAsync(ImageManifest manifest, CancellationToken cancellationToken)
    {
        var blobs = new List<ImageBlob>();
        if (manifest.Config is not null)
        {
            blobs.Add(manifest.Config);
        }

        blobs.AddRange(manifest.Layers);

        // An image may hold the same layer twice (an empty one, mostly); it is sent once.
        var once = new Dictionary<string, Task<Descriptor>>(StringComparer.Ordinal);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var gate = new SemaphoreSlim(Parallel);
        var tasks = new List<Task<Descriptor>>();
        foreach (var blob in blobs)
        {
            var key = blob.DiffId ?? blob.Descriptor!.Digest;
            if (!once.TryGetValue(key, out var task))
            {
                once[key] = task = GuardedAsync(blob, gate, stop);
            }

            tasks.Add(task);
        }

        // Every upload has ended before this returns, whichever failed first: its error is the one thrown.
        try
        {
            return await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (tasks.FirstOrDefault(t => t.IsFaulted) is { } failed)
        {
            await failed.ConfigureAwait(false);
            throw;
        }
        finally
        {
            _index.Save();
        }
    }

    private async Task<Descriptor> GuardedAsync(ImageBlob blob, SemaphoreSlim gate, CancellationTokenSource stop)
    {
        await gate.WaitAsync(stop.Token).ConfigureAwait(false);
        try
        {
            return await PushBlobAsync(blob, stop.Token).ConfigureAwait(false);
        }
        catch
        {
            stop.Cancel();
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Descriptor> PushBlobAsync(ImageBlob blob, CancellationToken cancellationToken)
    {
        var known = blob.Descriptor ?? (blob.DiffId is null ? null : _index.Find(blob.DiffId));
        if (known is not null && await _client.FindBlobAsync(_repository, known.Digest, cancellationToken).ConfigureAwait(false) is not null)
        {
            _report.NotePresent(known.Digest);
            return known;
        }

        var item = Sha256Digest.Short(blob.DiffId ?? blob.Descriptor!.Digest);
        var sent = await _client.UploadBlobAsync(
            _repository, blob, bytes => _report.NoteProgress(item, bytes, blob.SourceSize), cancellationToken).ConfigureAwait(false);
        _report.NoteSent(item, sent.Size);
        if (blob.DiffId is not null)
        {
            _index.Add(blob.DiffId, sent);
        }

        return sent;
    }

    private async Task PutIfMissingAsync(string reference, string mediaType, byte[] bytes, CancellationToken cancellationToken)
    {
        if (await _client.FindManifestAsync(_repository, reference, cancellationToken).ConfigureAwait(false) is null)
        {
            await _client.PutManifestAsync(_repository, reference, mediaType, bytes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A tag that names this digest already is left alone: an immutable repository refuses even equal content.</summary>
    private async Task<(int Present, int Replaced)> PutTagsAsync(
        string mediaType, byte[] bytes, string digest, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var present = 0;
        var replaced = 0;
        foreach (var tag in tags)
        {
            var found = await _client.FindManifestAsync(_repository, tag, cancellationToken).ConfigureAwait(false);
            if (found == digest)
            {
                present++;
                continue;
            }

            await _client.PutManifestAsync(_repository, tag, mediaType, bytes, cancellationToken).ConfigureAwait(false);
            replaced += found is null ? 0 : 1;
        }

        return (present, replaced);
    }
}
