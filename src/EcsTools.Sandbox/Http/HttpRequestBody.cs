using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Http;

/// <summary>The body of a request as it arrives: of a known length, or chunked.</summary>
internal sealed class HttpRequestBody : Stream
{
    /// <summary>Characters of a chunk's size, which are not counted.</summary>
    private const int UsualLine = 16;

    private const int MostFraming = 16 * 1024;

    private readonly HttpConnection _connection;
    private readonly HttpRequestHead _head;
    private long _remaining;
    private bool _ended;
    private bool _insideChunks;
    private int _framing;

    public HttpRequestBody(HttpConnection connection, HttpRequestHead head)
    {
        _connection = connection;
        _head = head;
        _remaining = head.ContentLength ?? 0;
        _ended = head.ContentLength == 0;
    }

    /// <summary>Whether the framing of the body is wrong, so that nothing after it can be read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Bytes of a body of known length that have not been read.</summary>
    public long Unread => _ended || _head.ContentLength is null ? 0 : _remaining;

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
        _connection.ExpectBody();
        if (_head.ContentLength is null && _remaining == 0 && !await TryNextChunkAsync(cancellationToken).ConfigureAwait(false))
        {
            _connection.ExpectNothing();
            return 0;
        }

        var wanted = (int)Math.Min(count, _remaining);
        var read = await _connection.ReadAsync(buffer, offset, wanted, cancellationToken).ConfigureAwait(false);
        _connection.ExpectNothing();
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
            return !IsBroken;
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

    private async Task<bool> TryNextChunkAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await NextChunkAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRefusal)
        {
            IsBroken = _ended = true;
            throw;
        }
    }

    private async Task<bool> NextChunkAsync(CancellationToken cancellationToken)
    {
        if (_insideChunks && (await LineAsync(cancellationToken).ConfigureAwait(false)).Length > 0)
        {
            throw new HttpRefusal("A chunk is longer than its size.");
        }

        _insideChunks = true;
        _remaining = SizeOf(await LineAsync(cancellationToken).ConfigureAwait(false));
        if (_remaining > 0)
        {
            return true;
        }

        // Trailers, up to the empty line.
        while (await LineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } trailer)
        {
            HttpRequestHead.Field(trailer);
        }

        _ended = true;
        return false;
    }

    /// <summary>The size of a chunk: hexadecimal digits, and extensions that mean nothing here.</summary>
    private static long SizeOf(string line)
    {
        var semicolon = line.IndexOf(';');
        var size = semicolon < 0 ? line : line.Substring(0, semicolon).TrimEnd(' ', '\t');
        return size.Length is > 0 and < 16 && long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new HttpRefusal("The size of a chunk is not a hexadecimal number.");
    }

    /// <summary>A line of the framing. Extensions and trailers are not content, and so they count together.</summary>
    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var line = await _connection.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        _framing += Math.Max(0, line.Length - UsualLine);
        return _framing <= MostFraming ? line : throw new HttpRefusal("The extensions and trailers of the chunked body are too long.");
    }
}
