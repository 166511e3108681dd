using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Registry;

/// <summary>Reads a blob of a registry as a stream. If the connection breaks or stalls, it continues at the same place over a new connection.</summary>
internal sealed class BlobDownload : Stream
{
    private readonly RegistryTransport _transport;
    private readonly RegistryScope _scope;
    private readonly Descriptor _blob;
    private readonly CancellationToken _cancellationToken;
    private StallTimeout? _watch;
    private HttpResponseMessage? _response;
    private Stream? _body;
    private long _position;

    public BlobDownload(RegistryTransport transport, RegistryScope scope, Descriptor blob, CancellationToken cancellationToken)
    {
        _transport = transport;
        _scope = scope;
        _blob = blob;
        _cancellationToken = cancellationToken;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _blob.Size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("A download is read once, forward.");
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_position >= _blob.Size)
        {
            return 0;
        }

        var read = await _transport.RetryAsync(
            _scope.Repository, () => TryReadAsync(buffer, offset, (int)Math.Min(count, _blob.Size - _position)), cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
        => ReadAsync(buffer, offset, count, _cancellationToken).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A download is read once, forward.");

    public override void SetLength(long value) => throw new NotSupportedException("A download is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A download is read only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Drop();
        }

        base.Dispose(disposing);
    }

    private async Task<int> TryReadAsync(byte[] buffer, int offset, int count)
    {
        try
        {
            _body ??= await OpenAsync().ConfigureAwait(false);
            var read = await _body.ReadAsync(buffer, offset, count, _cancellationToken).ConfigureAwait(false);
            return read > 0 ? read : throw new IOException($"The download of {_blob.Digest} ended after {_position} of {_blob.Size} bytes.");
        }
        catch
        {
            Drop();
            throw;
        }
    }

    private async Task<Stream> OpenAsync()
    {
        _watch = _transport.Watch(_cancellationToken);
        _response = await _transport.DownloadOnceAsync(
            _scope, new RepositoryPaths(_scope.Repository).Blob(_blob.Digest), $"the blob {_blob.Digest}", _position, _watch).ConfigureAwait(false);
        var stream = await _response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        var body = new StallDetectingStream(stream, _watch);
        if (_position > 0 && _response.StatusCode != HttpStatusCode.PartialContent)
        {
            await SkipAsync(body, _position).ConfigureAwait(false);
        }

        return body;
    }

    /// <summary>A server that does not support ranges sends the blob from its start. The part that was already read is skipped.</summary>
    private async Task SkipAsync(Stream body, long count)
    {
        var buffer = new byte[1 << 16];
        while (count > 0)
        {
            var read = await body.ReadAsync(buffer, 0, (int)Math.Min(buffer.Length, count), _cancellationToken).ConfigureAwait(false);
            count -= read > 0 ? read : throw new IOException($"The download of {_blob.Digest} ended early.");
        }
    }

    private void Drop()
    {
        _response?.Dispose();
        _watch?.Dispose();
        (_response, _watch, _body) = (null, null, null);
    }
}
