using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Registry;

/// <summary>
/// The body of one blob upload. In one pass it is read from its source, gzipped if it is an uncompressed layer, and hashed if the registry does not check
/// it against a known digest. Its digest and size are known once it has been sent.
/// </summary>
internal sealed class BlobContent : HttpContent
{
    private const int BufferSize = 1 << 18;

    private readonly ImageBlob _blob;
    private readonly AdaptiveCompression _pace;
    private readonly Action<long> _progress;
    private readonly CancellationToken _cancellationToken;

    /// <param name="blob">The blob to send.</param>
    /// <param name="pace">How hard to compress.</param>
    /// <param name="progress">Receives the number of bytes read from the source so far.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public BlobContent(ImageBlob blob, AdaptiveCompression pace, Action<long> progress, CancellationToken cancellationToken)
    {
        _blob = blob;
        _pace = pace;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Watches the connection that the content is written to.</summary>
    public StallTimeout? Watch { get; set; }

    /// <summary>The blob that was sent; null until all of it has been sent.</summary>
    public Descriptor? Sent { get; private set; }

    /// <summary>The error of the source, or null. Another connection would not help against it.</summary>
    public Exception? SourceFailure { get; private set; }

    public bool HasLength => !_blob.Compress && _blob.SourceSize >= 0;

    /// <summary>
    /// Reads the source again, after the registry refused the blob or its length was wrong. Throws if the source does not match its image.
    /// </summary>
    /// <exception cref="EcsToolsException">The source is damaged.</exception>
    public async Task CheckSourceAsync()
    {
        using var source = await FromSourceAsync(() => _blob.OpenAsync(_cancellationToken)).ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        while (await FromSourceAsync(() => ReadAsync(source, buffer, hash)).ConfigureAwait(false) > 0)
        {
        }

        Verify(_blob.Descriptor?.Digest, Sha256Digest.FromHash(hash.GetHashAndReset()));
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        // This is created before the source is opened, which may take long. The registry's timeout does not run during that time.
        Watch?.Rest();
        using var source = await FromSourceAsync(() => _blob.OpenAsync(_cancellationToken)).ConfigureAwait(false);
        using var guarded = new SourceStream(this, source);
        using var sourceHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var watched = Watch is null ? stream : new StallDetectingStream(stream, Watch);
        Sent = _blob.Compress
            ? await CompressAsync(guarded, watched, sourceHash).ConfigureAwait(false)
            : await CopyAsync(guarded, watched, sourceHash).ConfigureAwait(false);
        Watch?.ExpectAnswer();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _blob.SourceSize;
        return HasLength;
    }

    private async Task<Descriptor> CompressAsync(Stream source, Stream target, IncrementalHash sourceHash)
    {
        using var wire = new HashingStream(target);
        await ParallelGzip.CompressAsync(source, _blob.SourceSize, wire, _pace, sourceHash, _progress, _cancellationToken).ConfigureAwait(false);
        Verify(_blob.DiffId, Sha256Digest.FromHash(sourceHash.GetHashAndReset()));
        return new Descriptor(_blob.MediaType, wire.Digest(), wire.Count);
    }

    /// <summary>Sends the source unchanged. It is hashed once, and the next piece is read and hashed while the previous one is being sent.</summary>
    private async Task<Descriptor> CopyAsync(Stream source, Stream target, IncrementalHash sourceHash)
    {
        var known = _blob.IsFile && HasLength ? _blob.Descriptor : null;
        var hash = known is null ? sourceHash : null;
        var (buffer, next) = (new byte[BufferSize], new byte[BufferSize]);
        long total = 0;
        var read = await ReadAsync(source, buffer, hash).ConfigureAwait(false);
        while (read > 0)
        {
            total += read;
            await CheckSizeAsync(known, total, isWhole: false).ConfigureAwait(false);
            var writing = target.WriteAsync(buffer, 0, read, _cancellationToken);
            try
            {
                read = await ReadAsync(source, next, hash).ConfigureAwait(false);
            }
            catch
            {
                // The buffer must not be released while it is being written. The error of the source is the one that is thrown.
                await Task.WhenAny(writing).ConfigureAwait(false);
                throw;
            }

            await writing.ConfigureAwait(false);
            (buffer, next) = (next, buffer);
            _progress(total);
        }

        await CheckSizeAsync(known, total, isWhole: true).ConfigureAwait(false);
        var digest = known?.Digest ?? Sha256Digest.FromHash(sourceHash.GetHashAndReset());
        Verify(_blob.Descriptor?.Digest, digest);
        return new Descriptor(_blob.MediaType, digest, total);
    }

    /// <summary>If the length differed from the announced one, the connection would fail and the network would seem to be the cause.</summary>
    private async Task CheckSizeAsync(Descriptor? known, long size, bool isWhole)
    {
        if (known is null || (isWhole ? size == known.Size : size <= known.Size))
        {
            return;
        }

        await CheckSourceAsync().ConfigureAwait(false);
        throw SourceFailure = Damaged(known.Digest, $"{known.Size} bytes", "another length");
    }

    private async Task<int> ReadAsync(Stream source, byte[] buffer, IncrementalHash? hash)
    {
        var read = await source.ReadAsync(buffer, 0, buffer.Length, _cancellationToken).ConfigureAwait(false);
        hash?.AppendData(buffer, 0, read);
        return read;
    }

    /// <summary>A source that does not match its image must never be tagged.</summary>
    private void Verify(string? expected, string actual)
    {
        if (expected is not null && !string.Equals(actual, expected, StringComparison.Ordinal))
        {
            throw SourceFailure = Damaged(expected, $"the digest {expected}", actual);
        }
    }

    private EcsToolsException Damaged(string blob, string expected, string actual)
        => new(
            ErrorCodes.DigestMismatch,
            $"The blob {Sha256Digest.Short(blob)}{Place} should have {expected} and has {actual}: the source is damaged, or it changed while it was read.",
            "Build or save the image again.",
            target: blob);

    private string Place => _blob.Place is { } place ? $", {place}," : " of the image";

    private async Task<T> FromSourceAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw SourceFailure = e is EcsToolsException or OperationCanceledException or RetryableRegistryException ? e : new EcsToolsException(
                ErrorCodes.ImageSourceUnreadable,
                $"The blob {Sha256Digest.Short(_blob.Name)}{Place} cannot be read: "
                    + (e is MalformedContentException malformed ? malformed.Problem + "." : e.Message),
                "Check the disk, and that nothing writes to the image, then run the command again.",
                target: _blob.Name,
                inner: e);
        }
    }

    /// <summary>The source for the compression. It distinguishes errors of the source from errors of the network.</summary>
    private sealed class SourceStream : Stream
    {
        private readonly BlobContent _content;
        private readonly Stream _inner;

        public SourceStream(BlobContent content, Stream inner)
        {
            _content = content;
            _inner = inner;
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException("The source is read once, forward.");

        public override long Position
        {
            get => throw new NotSupportedException("The source is read once, forward.");
            set => throw new NotSupportedException("The source is read once, forward.");
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => _content.FromSourceAsync(() => _inner.ReadAsync(buffer, offset, count, cancellationToken));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The source is read asynchronously.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The source is read once, forward.");

        public override void SetLength(long value) => throw new NotSupportedException("The source is read only.");

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The source is read only.");
    }
}
