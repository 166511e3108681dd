using System;
using System.IO;

namespace EcsTools.Images.Archives;

/// <summary>Reads the lines of a stream as bytes, one at a time, without converting them to text. It owns the stream.</summary>
internal sealed class JsonLineReader : IDisposable
{
    /// <summary>The longest line to read. Lines that engines write are much shorter.</summary>
    private const int LongestLine = 64 << 20;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    public JsonLineReader(Stream stream)
    {
        _stream = stream;
    }

    /// <summary>Number of the line that was read last, from 1. Empty lines count too.</summary>
    public long Number { get; private set; }

    /// <summary>The next line that is not empty; null at the end. It is valid until the next call.</summary>
    /// <exception cref="MalformedContentException">A line is too long, or the stream cannot be decompressed.</exception>
    public ArraySegment<byte>? Read()
    {
        var searched = _start;
        while (true)
        {
            var newLine = Array.IndexOf(_buffer, (byte)'\n', searched, _end - searched);
            if (newLine >= 0)
            {
                var line = new ArraySegment<byte>(_buffer, _start, newLine - _start);
                searched = _start = newLine + 1;
                Number++;
                if (line.Count > 0)
                {
                    return line;
                }

                continue;
            }

            var unread = _end - _start;
            if (!Fill())
            {
                var rest = new ArraySegment<byte>(_buffer, _start, _end - _start);
                _start = _end;
                Number++;
                return rest.Count > 0 ? rest : default(ArraySegment<byte>?);
            }

            searched = _start + unread;
        }
    }

    public void Dispose() => _stream.Dispose();

    private bool Fill()
    {
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestLine)
            {
                throw new MalformedContentException($"the line {Number + 1} is longer than any that an engine writes");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = ReadSome();
        _end += read;
        return read > 0;
    }

    private int ReadSome()
    {
        try
        {
            return _stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException e)
        {
            // An error of the decompression.
            throw new MalformedContentException($"the compressed data after the line {Number} is damaged", e);
        }
    }
}
