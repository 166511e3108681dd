using System;
using System.Collections.Generic;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>
/// The header lines of a head, with what they say about the framing of the message. Lines keep their order, and are not copied. Used again for each head of a
/// connection.
/// </summary>
internal sealed class HeadFields
{
    private readonly List<HeaderField> _fields = new(24);
    private List<(int Start, int Length)>? _nominated;

    public byte[] Bytes { get; private set; } = Array.Empty<byte>();

    public List<HeaderField> All => _fields;

    /// <summary>-1 if there is none.</summary>
    public long ContentLength { get; private set; }

    public bool IsChunked { get; private set; }

    public bool HasTransferEncoding { get; private set; }

    public bool SaysClose { get; private set; }

    public bool SaysKeepAlive { get; private set; }

    public bool SaysUpgrade { get; private set; }

    public ReadOnlySpan<byte> Name(in HeaderField field) => Bytes.AsSpan(field.NameStart, field.NameLength);

    public ReadOnlySpan<byte> Value(in HeaderField field) => Bytes.AsSpan(field.ValueStart, field.ValueLength);

    /// <summary>The value of the first header of this name as text, or null.</summary>
    public string? Text(HeaderName name)
    {
        foreach (var field in _fields)
        {
            if (field.Name == name)
            {
                return HttpBytes.Text(Value(field));
            }
        }

        return null;
    }

    /// <summary>Whether the header is for this connection only, and not for the one after it. Framing and Host are written anew in any case.</summary>
    public bool IsHopByHop(in HeaderField field)
    {
        switch (field.Name)
        {
            case HeaderName.Connection:
            case HeaderName.KeepAlive:
            case HeaderName.ProxyConnection:
            case HeaderName.TransferCodings:
            case HeaderName.TransferEncoding:
            case HeaderName.ContentLength:
            case HeaderName.Upgrade:
            case HeaderName.Http2Settings:
                return true;
            default:
                return _nominated is { Count: > 0 } && IsNominated(Name(field));
        }
    }

    public void Clear()
    {
        _fields.Clear();
        _nominated?.Clear();
        ContentLength = -1;
        IsChunked = HasTransferEncoding = SaysClose = SaysKeepAlive = SaysUpgrade = false;
    }

    /// <summary>Reads the lines from <paramref name="start"/> to the empty line before <paramref name="end"/>.</summary>
    public void Parse(byte[] bytes, int start, int end)
    {
        Clear();
        Bytes = bytes;
        while (true)
        {
            var length = bytes.AsSpan(start, end - start).IndexOf((byte)'\r');
            if (length == 0)
            {
                return;
            }

            // The scanner has seen that each LF follows a CR. A CR elsewhere is no end of a line.
            if (bytes[start + length + 1] != '\n')
            {
                throw new HttpRefusal("The head has a CR that does not end a line.");
            }

            Add(start, length);
            start += length + 2;
        }
    }

    private void Add(int start, int length)
    {
        var colon = Bytes.AsSpan(start, length).IndexOf((byte)':');
        if (colon <= 0 || !HttpBytes.IsToken(Bytes.AsSpan(start, colon)))
        {
            throw new HttpRefusal("A header line does not begin with a name and a colon.");
        }

        var (from, to) = HttpBytes.Trim(Bytes, start + colon + 1, start + length);
        if (!HttpBytes.IsField(Bytes.AsSpan(from, to - from)))
        {
            throw new HttpRefusal("The value of a header has a control character.");
        }

        var field = new HeaderField(HeaderNames.Of(Bytes.AsSpan(start, colon)), start, colon, from, to - from);
        _fields.Add(field);
        Note(field);
    }

    private void Note(in HeaderField field)
    {
        switch (field.Name)
        {
            case HeaderName.ContentLength when ContentLength >= 0:
                throw new HttpRefusal("The header Content-Length occurs twice.");
            case HeaderName.ContentLength:
                ContentLength = HttpBytes.Number(Value(field));
                if (ContentLength < 0)
                {
                    throw new HttpRefusal("The Content-Length is not a number.");
                }

                break;
            case HeaderName.TransferEncoding when HasTransferEncoding:
                throw new HttpRefusal("The header Transfer-Encoding occurs twice.");
            case HeaderName.TransferEncoding:
                HasTransferEncoding = true;
                IsChunked = HeaderNames.Is(Value(field), "chunked"u8);
                break;
            case HeaderName.Connection:
                NoteOptions(field);
                break;
        }
    }

    private void NoteOptions(in HeaderField field)
    {
        var (at, end) = (field.ValueStart, field.ValueStart + field.ValueLength);
        while (at < end)
        {
            var comma = Bytes.AsSpan(at, end - at).IndexOf((byte)',');
            var (from, to) = HttpBytes.Trim(Bytes, at, comma < 0 ? end : at + comma);
            var option = Bytes.AsSpan(from, to - from);
            if (HeaderNames.Is(option, "close"u8))
            {
                SaysClose = true;
            }
            else if (HeaderNames.Is(option, "keep-alive"u8))
            {
                SaysKeepAlive = true;
            }
            else if (HeaderNames.Is(option, "upgrade"u8))
            {
                SaysUpgrade = true;
            }
            else if (option.Length > 0)
            {
                (_nominated ??= new List<(int, int)>()).Add((from, to - from));
            }

            at = comma < 0 ? end : at + comma + 1;
        }
    }

    private bool IsNominated(ReadOnlySpan<byte> name)
    {
        foreach (var (start, length) in _nominated!)
        {
            if (length == name.Length && EqualsInAnyCase(Bytes.AsSpan(start, length), name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EqualsInAnyCase(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (HttpBytes.Lower(one[i]) != HttpBytes.Lower(other[i]))
            {
                return false;
            }
        }

        return true;
    }
}
