using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;

namespace EcsTools.Images.Push;

/// <summary>Uploads blobs in parallel over a few connections. The largest come first, so that no long upload remains at the end.</summary>
internal sealed class ParallelBlobUploader
{
    /// <summary>The most uploads at the same time.</summary>
    private const int Parallel = 8;

    private readonly RepositoryClient _client;
    private readonly PushedLayerCache _index;
    private readonly AdaptiveCompression _pace;
    private readonly PushReport _report;

    public ParallelBlobUploader(RepositoryClient client, PushedLayerCache index, AdaptiveCompression pace, PushReport report)
    {
        _client = client;
        _index = index;
        _pace = pace;
        _report = report;
    }

    private string Place => $"{_client.Place}";

    /// <summary>Sends blobs and returns the resulting descriptors by the names of the blobs.</summary>
    public async Task<IReadOnlyDictionary<string, Descriptor>> SendAsync(RemoteImageState look, CancellationToken cancellationToken)
    {
        var waiting = new ConcurrentQueue<ImageBlob>(look.MissingBlobs().OrderByDescending(blob => blob.SourceSize));
        var sent = new ConcurrentDictionary<string, Descriptor>(StringComparer.Ordinal);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, Math.Min(Parallel, waiting.Count)).Select(_ => WorkAsync(look, waiting, sent, stop)).ToArray();

        // All uploads have ended before this method returns. The error of the first upload that failed is thrown.
        try
        {
            await Task.WhenAll(workers).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A blob that was uploaded need not be sent again. A push that succeeds saves the index anyway, together with its manifest.
            await _index.SaveAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && workers.FirstOrDefault(worker => worker.IsFaulted) is { } failed)
            {
                await failed.ConfigureAwait(false);
            }

            throw;
        }

        return sent;
    }

    private async Task WorkAsync(
        RemoteImageState look, ConcurrentQueue<ImageBlob> waiting, ConcurrentDictionary<string, Descriptor> sent, CancellationTokenSource stop)
    {
        try
        {
            while (waiting.TryDequeue(out var blob))
            {
                stop.Token.ThrowIfCancellationRequested();
                sent[blob.Name] = await SendAsync(look, blob, stop.Token).ConfigureAwait(false);
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    private async Task<Descriptor> SendAsync(RemoteImageState look, ImageBlob blob, CancellationToken cancellationToken)
    {
        var item = Sha256Digest.Short(blob.Name);
        var options = new BlobUpload.Options(_pace, MountOf(look, blob), known => _index.Add(blob.Name, known, _pace.Encoder, Place));
        var result = await _client.UploadBlobAsync(blob, options, bytes => _report.NoteProgress(item, bytes, blob.SourceSize), cancellationToken)
            .ConfigureAwait(false);
        if (result.Mounted)
        {
            _report.NoteMounted(item, options.Mount!.Repository);
        }
        else
        {
            _report.NoteSent(item, result.Blob.Size);
        }

        var encoder = blob.Compress && !result.Mounted ? _pace.Encoder : null;
        _index.Add(blob.Name, result.Blob, encoder, Place);
        await _index.SaveNowAndThenAsync().ConfigureAwait(false);
        return result.Blob;
    }

    private BlobUpload.MountSource? MountOf(RemoteImageState look, ImageBlob blob)
    {
        var known = look.KnownBlobs.TryGetValue(blob.Name, out var found) && found.Size >= 0 ? found : null;
        if (known is null)
        {
            return null;
        }

        var repository = blob.MountFrom?.Host == _client.Registry.Host && blob.MountFrom.Repository != _client.Repository
            ? blob.MountFrom.Repository
            : _index.FindPlace(blob.Name, known.Digest, _client.Registry.Host, _client.Repository);
        return repository is null ? null : new BlobUpload.MountSource(repository, known);
    }
}
