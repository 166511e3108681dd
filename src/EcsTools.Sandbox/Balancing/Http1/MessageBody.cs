using System;
using System.IO;
using System.Threading.Tasks;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>
/// A body that is passed from one connection to another as it arrives: of a known length, chunked, or up to the end of the connection. No more than a buffer
/// of it is in memory.
/// </summary>
internal sealed class MessageBody
{
    /// <summary>Room for the size of a chunk before the content, and for ends and trailers after it.</summary>
    private const int ChunkHead = 18;
    private const int Size = 16 * 1024;

    private readonly ReceiveBuffer _buffer;
    private readonly Transport _from;
    private readonly ChunkDecoder? _chunks;
    private readonly bool _untilClosed;
    private byte[]? _piece;
    private long _remaining;

    /// <param name="buffer">What was received with the head.</param>
    /// <param name="from">Where the rest is received.</param>
    /// <param name="length">The length, or -1 if the end of the connection ends it.</param>
    /// <param name="isChunked">Whether it is chunked.</param>
    public MessageBody(ReceiveBuffer buffer, Transport from, long length, bool isChunked)
    {
        _buffer = buffer;
        _from = from;
        _chunks = isChunked ? new ChunkDecoder() : null;
        _untilClosed = !isChunked && length < 0;
        _remaining = Math.Max(0, length);
        IsComplete = !isChunked && length == 0;
    }

    public bool IsComplete { get; private set; }

    /// <summary>Whether it waits for the sender.</summary>
    public bool IsReceiving { get; private set; }

    /// <summary>
    /// The next piece, ready to be written: with the framing of a chunk around it if that is asked for. The last piece of a chunked body has its end and
    /// trailers. An empty piece can be complete too.
    /// </summary>
    /// <exception cref="HttpRefusal">The framing is wrong.</exception>
    /// <exception cref="EndOfStreamException">The connection ended before the body.</exception>
    public async ValueTask<ArraySegment<byte>> NextAsync(bool asChunk)
    {
        while (true)
        {
            var piece = Received(asChunk);
            if (piece.Count > 0 || IsComplete)
            {
                return piece;
            }

            IsReceiving = true;
            var count = await _buffer.ReadAsync(_from).ConfigureAwait(false);
            IsReceiving = false;
            _buffer.Received(count);
            if (count == 0)
            {
                return End(asChunk);
            }
        }
    }

    /// <summary>The same of what has been received; empty if nothing has.</summary>
    public ArraySegment<byte> Received(bool asChunk)
    {
        if (IsComplete || _buffer.Available == 0)
        {
            return default;
        }

        return _chunks is null ? Plain(asChunk) : Decoded(asChunk);
    }

    private ArraySegment<byte> End(bool asChunk)
    {
        if (!_untilClosed)
        {
            throw new EndOfStreamException("The connection ended before the body.");
        }

        IsComplete = true;
        return asChunk ? Framed(0, true) : default;
    }

    /// <summary>Content as it is in the buffer.</summary>
    private ArraySegment<byte> Plain(bool asChunk)
    {
        var count = _untilClosed ? _buffer.Available : (int)Math.Min(_remaining, _buffer.Available);
        if (asChunk)
        {
            _piece ??= new byte[ChunkHead + Size + 64];
            count = Math.Min(count, Size);
            Buffer.BlockCopy(_buffer.Bytes, _buffer.Start, _piece, ChunkHead, count);
        }

        var piece = asChunk ? default : new ArraySegment<byte>(_buffer.Bytes, _buffer.Start, count);
        _buffer.Start += count;
        if (!_untilClosed)
        {
            _remaining -= count;
            IsComplete = _remaining == 0;
        }

        return asChunk ? Framed(count, IsComplete) : piece;
    }

    private ArraySegment<byte> Decoded(bool asChunk)
    {
        _piece ??= new byte[ChunkHead + Size + 64];
        var count = _chunks!.Decode(_buffer, _piece, ChunkHead, Size);
        IsComplete = _chunks.IsComplete;
        if (asChunk)
        {
            return count > 0 || IsComplete ? Framed(count, IsComplete) : default;
        }

        return new ArraySegment<byte>(_piece, ChunkHead, count);
    }

    /// <summary>Writes the size before the content, and the ends after it.</summary>
    private ArraySegment<byte> Framed(int count, bool isLast)
    {
        _piece ??= new byte[ChunkHead + Size + 64];
        var (start, end) = (ChunkHead, ChunkHead + count);
        if (count > 0)
        {
            _piece[--start] = (byte)'\n';
            _piece[--start] = (byte)'\r';
            for (var rest = count; rest > 0; rest >>= 4)
            {
                _piece[--start] = (byte)"0123456789abcdef"[rest & 15];
            }

            end = Put("\r\n"u8, end);
        }

        if (isLast)
        {
            end = Put("0\r\n"u8, end);
            end = _chunks is null ? end : Put(_chunks.Trailers, end);
            end = Put("\r\n"u8, end);
        }

        return new ArraySegment<byte>(_piece, start, end - start);
    }

    private int Put(ReadOnlySpan<byte> bytes, int at)
    {
        if (_piece!.Length - at < bytes.Length)
        {
            var larger = new byte[at + bytes.Length + 64];
            Buffer.BlockCopy(_piece, 0, larger, 0, at);
            _piece = larger;
        }

        bytes.CopyTo(_piece.AsSpan(at));
        return at + bytes.Length;
    }
}
