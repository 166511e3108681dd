using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Http;

/// <summary>The body of an answer: of a promised length, or chunked. Its disposal ends it.</summary>
internal sealed class HttpResponseBody : Stream
#if NETSTANDARD2_0
    , IAsyncDisposable
#endif
{
    private static readonly byte[] LastChunk = Encoding.ASCII.GetBytes("0\r\n\r\n");

    private readonly HttpConnection _connection;
    private readonly bool _chunked;
    private readonly bool _discard;
    private readonly Action _completed;
    private long _remaining;
    private bool _disposed;

    public HttpResponseBody(HttpConnection connection, long? length, bool discard, Action completed)
    {
        _connection = connection;
        _chunked = length is null;
        _remaining = length ?? 0;
        _discard = discard;
        _completed = completed;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (count == 0 || _discard)
        {
            return;
        }

        if (!_chunked)
        {
            _remaining -= count;
            if (_remaining < 0)
            {
                throw new InvalidOperationException("The answer is longer than its Content-Length.");
            }

            await _connection.WriteAsync(buffer, offset, count).ConfigureAwait(false);
            return;
        }

        var size = Encoding.ASCII.GetBytes(count.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        var chunk = new byte[size.Length + count + 2];
        Buffer.BlockCopy(size, 0, chunk, 0, size.Length);
        Buffer.BlockCopy(buffer, offset, chunk, size.Length, count);
        chunk[chunk.Length - 2] = (byte)'\r';
        chunk[chunk.Length - 1] = (byte)'\n';
        await _connection.WriteAsync(chunk, 0, chunk.Length).ConfigureAwait(false);
    }

#if !NETSTANDARD2_0
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!System.Runtime.InteropServices.MemoryMarshal.TryGetArray(buffer, out var array))
        {
            array = new ArraySegment<byte>(buffer.ToArray());
        }

        await WriteAsync(array.Array!, array.Offset, array.Count, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
#else
    public ValueTask DisposeAsync() => new(EndAsync());
#endif

    public override void Write(byte[] buffer, int offset, int count)
        => WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            EndAsync().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    private async Task EndAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_chunked && !_discard)
        {
            await _connection.WriteAsync(LastChunk, 0, LastChunk.Length).ConfigureAwait(false);
        }

        // An answer shorter than promised stays incomplete, and the connection is reset: the client must not take it for whole.
        if (_discard || _remaining == 0)
        {
            _completed();
        }
    }
}
