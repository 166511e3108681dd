using System;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>
/// Reads the chunks of a body. Sizes, ends of lines and trailers are read strictly. Extensions are left out of what is sent on; they and trailers may have a
/// few kilobytes.
/// </summary>
internal sealed class ChunkDecoder
{
    private const int MostFraming = 16 * 1024;

    private readonly ByteBuilder _trailers = new();
    private Expected _expected = Expected.FirstDigit;
    private long _remaining;
    private int _digits;
    private int _framing;
    private int _lineStart;

    private enum Expected
    {
        FirstDigit,
        Digit,
        Space,
        Extension,
        SizeEnd,
        Data,
        DataReturn,
        DataEnd,
        LineStart,
        Line,
        LineEnd,
        LastEnd,
        Nothing,
    }

    public bool IsComplete => _expected == Expected.Nothing;

    /// <summary>The trailers, each with its end of line.</summary>
    public ReadOnlySpan<byte> Trailers => _trailers.Bytes.AsSpan(0, _trailers.Length);

    /// <summary>Moves content from the buffer to the target, as much as there is and has room.</summary>
    /// <returns>How many bytes of content. 0 without completion: more must be received.</returns>
    /// <exception cref="HttpRefusal">The framing is wrong.</exception>
    public int Decode(ReceiveBuffer buffer, byte[] target, int offset, int room)
    {
        var written = 0;
        while (buffer.Available > 0 && _expected != Expected.Nothing)
        {
            if (_expected != Expected.Data)
            {
                Framing(buffer.Bytes[buffer.Start++]);
                continue;
            }

            var count = (int)Math.Min(_remaining, Math.Min(buffer.Available, room - written));
            if (count == 0)
            {
                break;
            }

            Buffer.BlockCopy(buffer.Bytes, buffer.Start, target, offset + written, count);
            buffer.Start += count;
            written += count;
            _remaining -= count;
            _expected = _remaining == 0 ? Expected.DataReturn : Expected.Data;
        }

        return written;
    }

    private void Framing(byte letter)
    {
        switch (_expected)
        {
            case Expected.FirstDigit:
            case Expected.Digit:
            case Expected.Space:
            case Expected.Extension:
                Size(letter);
                break;
            case Expected.SizeEnd:
                Require(letter == '\n');
                _expected = _remaining > 0 ? Expected.Data : Expected.LineStart;
                break;
            case Expected.DataReturn:
                Require(letter == '\r');
                _expected = Expected.DataEnd;
                break;
            case Expected.DataEnd:
                Require(letter == '\n');
                (_expected, _digits) = (Expected.FirstDigit, 0);
                break;
            default:
                Trailer(letter);
                break;
        }
    }

    private void Size(byte letter)
    {
        var digit = _expected is Expected.FirstDigit or Expected.Digit ? Hexadecimal(letter) : -1;
        if (digit >= 0)
        {
            _remaining = ((_expected == Expected.FirstDigit ? 0 : _remaining) << 4) | (long)digit;
            Require(++_digits < 16);
            _expected = Expected.Digit;
            return;
        }

        Require(_expected != Expected.FirstDigit);
        if (letter == '\r')
        {
            // Spaces may stand before an extension only.
            Require(_expected != Expected.Space);
            _expected = Expected.SizeEnd;
            return;
        }

        CountFraming();
        if (_expected == Expected.Extension)
        {
            Require(HttpBytes.IsField([letter]));
            return;
        }

        Require(letter is (byte)';' or (byte)' ' or (byte)'\t');
        _expected = letter == ';' ? Expected.Extension : Expected.Space;
    }

    private void Trailer(byte letter)
    {
        switch (_expected)
        {
            case Expected.LineStart when letter == '\r':
                _expected = Expected.LastEnd;
                break;
            case Expected.LineStart:
                _lineStart = _trailers.Length;
                _expected = Expected.Line;
                Trailer(letter);
                break;
            case Expected.Line when letter == '\r':
                _expected = Expected.LineEnd;
                break;
            case Expected.Line:
                CountFraming();
                _trailers.Append([letter]);
                break;
            case Expected.LineEnd:
                Require(letter == '\n');
                RequireTrailer();
                _trailers.AppendLineEnd();
                _expected = Expected.LineStart;
                break;
            default:
                Require(letter == '\n');
                _expected = Expected.Nothing;
                break;
        }
    }

    /// <summary>A trailer that would change the framing or the routing of the message is refused.</summary>
    private void RequireTrailer()
    {
        var line = _trailers.Bytes.AsSpan(_lineStart, _trailers.Length - _lineStart);
        var colon = line.IndexOf((byte)':');
        Require(colon > 0 && HttpBytes.IsToken(line.Slice(0, colon)) && HttpBytes.IsField(line.Slice(colon + 1)));
        Require(HeaderNames.Of(line.Slice(0, colon)) == HeaderName.Other);
    }

    private void CountFraming()
    {
        if (++_framing > MostFraming)
        {
            throw new HttpRefusal("The extensions and trailers of the chunked body are too long.");
        }
    }

    private static int Hexadecimal(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0',
        >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
        _ => -1,
    };

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw new HttpRefusal("The chunks of the body are not framed as HTTP/1.1 says.");
        }
    }
}
