using System;
using System.Globalization;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace Docker.DotNet.Transport;

/// <summary>The body of an answer: so many bytes, or chunks, or all there is. Owns the connection.</summary>
internal sealed class ResponseBody : Stream
{
    private readonly HttpConnection _connection;
    private readonly RequestBody? _request;
    private readonly bool _chunked;
    private long? _left;
    private bool _inChunks;
    private bool _ended;

    public ResponseBody(HttpConnection connection, RequestBody? request, long? length, bool chunked)
    {
        _connection = connection;
        _request = request;
        _chunked = chunked;
        _left = chunked ? 0 : length;
    }

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadBodyAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (_request?.SourceFailure is not null)
        {
            // The engine answered while the upload went on, and its source then failed: that is the cause.
            ExceptionDispatchInfo.Capture(_request.SourceFailure).Throw();
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadBodyAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_chunked && _left == 0 && !_ended)
        {
            await NextChunkAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_ended || _left == 0 || count == 0)
        {
            return 0;
        }

        var wanted = (int)Math.Min(count, _left ?? long.MaxValue);
        var read = await _connection.ReadAsync(buffer, offset, wanted, cancellationToken).ConfigureAwait(false);
        if (read == 0 && _left is not null)
        {
            throw CutShort(cancellationToken);
        }

        _left -= read;
        return read;
    }

    private async Task NextChunkAsync(CancellationToken cancellationToken)
    {
        if (_inChunks)
        {
            await LineAsync(cancellationToken).ConfigureAwait(false);
        }

        _inChunks = true;
        var line = await LineAsync(cancellationToken).ConfigureAwait(false);
        if (!long.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
        {
            throw new IOException("The Docker engine's answer has a chunk without a size.");
        }

        _left = size;
        _ended = size == 0;
        while (_ended && (await LineAsync(cancellationToken).ConfigureAwait(false)).Length > 0)
        {
            // Trailers say nothing that is used here.
        }
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken) =>
        await _connection.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw CutShort(cancellationToken);

    /// <summary>A read that is cancelled closes the connection, and can see its end before the cancellation.</summary>
    private static Exception CutShort(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException(cancellationToken)
        : new IOException("The Docker engine ended the connection in the middle of an answer.");
}
