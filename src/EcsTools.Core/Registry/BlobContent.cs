using System;
using System.IO;
using System.IO.Compression;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images;

namespace EcsTools.Registry;

/// <summary>
/// The body of one blob upload: read from its source, gzipped where it is an uncompressed layer, and hashed on the way, all in one pass.
/// Digest and size are known once it has been sent.
/// </summary>
internal sealed class BlobContent : HttpContent
{
    private const int BufferSize = 1 << 17;

    private readonly ImageBlob _blob;
    private readonly Action<long> _progress;
    private readonly CancellationToken _cancellationToken;

    /// <param name="blob">What to send.</param>
    /// <param name="progress">Told the bytes read from the source so far.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public BlobContent(ImageBlob blob, Action<long> progress, CancellationToken cancellationToken)
    {
        _blob = blob;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What went over the wire, or null before it all has.</summary>
    public Descriptor? Sent { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using var source = await _blob.OpenAsync(_cancellationToken).ConfigureAwait(false);
        using var layerHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var wire = new HashingStream(stream);
        if (_blob.Compress)
        {
            await LayerGzip.CompressAsync(source, wire, CompressionLevel.Fastest, layerHash, _progress, _cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CopyAsync(source, wire, layerHash).ConfigureAwait(false);
        }

        Verify(layerHash);
        Sent = new Descriptor(_blob.MediaType, wire.Digest(), wire.Count);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _blob.SourceSize;
        return !_blob.Compress;
    }

    private async Task CopyAsync(Stream source, Stream target, IncrementalHash hash)
    {
        var buffer = new byte[BufferSize];
        long total = 0;
        int read;
        while ((read = await source.ReadAsync(buffer, 0, buffer.Length, _cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer, 0, read, _cancellationToken).ConfigureAwait(false);
            total += read;
            _progress(total);
        }
    }

    /// <summary>A source that is not what its image says must never become a tag.</summary>
    private void Verify(IncrementalHash sourceHash)
    {
        var expected = _blob.Compress ? _blob.DiffId : _blob.Descriptor?.Digest;
        if (expected is null)
        {
            return;
        }

        var actual = Sha256Digest.FromHash(sourceHash.GetHashAndReset());
        if (!string.Equals(actual, expected, StringComparison.Ordinal))
        {
            throw new EcsToolsException(
                "DigestMismatch",
                ErrorKind.Failed,
                $"A blob of the image should have the digest {expected} and has {actual}: the source is damaged or was changed while being read.",
                "Build or save the image again.",
                target: expected);
        }
    }
}
