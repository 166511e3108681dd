using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Http;

/// <summary>The body of a request as it arrives: of a known length, or chunked.</summary>
internal sealed class HttpRequestBody : Stream
{
    private readonly HttpConnection _connection;
    private readonly HttpRequestHead _head;
    private long _remaining;
    private bool _ended;
    private bool _insideChunks;

    public HttpRequestBody(HttpConnection connection, HttpRequestHead head)
    {
        _connection = connection;
        _head = head;
        _remaining = head.ContentLength ?? 0;
        _ended = head.ContentLength == 0;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _head.ContentLength ?? throw new NotSupportedException("A chunked body has no length.");

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_ended || count == 0)
        {
            return 0;
        }

        await _connection.GrantBodyAsync(_head).ConfigureAwait(false);
        if (_head.ContentLength is null && _remaining == 0 && !await NextChunkAsync(cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        var wanted = (int)Math.Min(count, _remaining);
        var read = await _connection.ReadAsync(buffer, offset, wanted, cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            _ended = true;
            throw new EndOfStreamException($"The client ended its body {_remaining} bytes early.");
        }

        _remaining -= read;
        if (_remaining == 0 && _head.ContentLength is not null)
        {
            _ended = true;
        }

        return read;
    }

#if !NETSTANDARD2_0
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(buffer, out var array))
        {
            return await ReadAsync(array.Array!, array.Offset, array.Count, cancellationToken).ConfigureAwait(false);
        }

        var copy = new byte[buffer.Length];
        var read = await ReadAsync(copy, 0, copy.Length, cancellationToken).ConfigureAwait(false);
        copy.AsMemory(0, read).CopyTo(buffer);
        return read;
    }
#endif

    public override int Read(byte[] buffer, int offset, int count)
        => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads away what the handler left. False past <paramref name="limit"/> bytes: then the connection must end.</summary>
    internal async Task<bool> DrainAsync(long limit, CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return true;
        }

        var scratch = new byte[16 * 1024];
        var drained = 0L;
        int read;
        while ((read = await ReadAsync(scratch, 0, scratch.Length, cancellationToken).ConfigureAwait(false)) > 0)
        {
            drained += read;
            if (drained > limit)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> NextChunkAsync(CancellationToken cancellationToken)
    {
        if (_insideChunks)
        {
            // The line end after the chunk before.
            await _connection.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }

        _insideChunks = true;
        var line = await _connection.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        var size = line.Split(';')[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _remaining) || _remaining < 0)
        {
            throw new InvalidDataException("The size of a chunk is no hexadecimal number.");
        }

        if (_remaining > 0)
        {
            return true;
        }

        // Trailers, up to the empty line.
        while ((await _connection.ReadLineAsync(cancellationToken).ConfigureAwait(false)).Length > 0)
        {
        }

        _ended = true;
        return false;
    }
}
