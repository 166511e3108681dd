using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace EcsTools.Images.Archives;

/// <summary>The values from the extended headers before an entry: the long names of GNU tar, and the records of pax.</summary>
internal sealed class TarExtendedHeaders
{
    private const int Longest = 1 << 20;

    private string? _name;
    private string? _linkName;
    private long? _size;

    /// <summary>Whether there was no extended header before the entry.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Reads the content of an extended header.</summary>
    /// <exception cref="MalformedContentException">The header is damaged.</exception>
    public void Read(TarHeader header, Stream stream)
    {
        if (header.Type == 'g')
        {
            // A global header applies to the whole archive, such as a comment. Like Go's reader, this takes no name or size from it.
            return;
        }

        IsEmpty = false;
        var data = Content(header, stream);
        switch (header.Type)
        {
            case 'L':
                _name = Text(data);
                break;
            case 'K':
                _linkName = Text(data);
                break;
            default:
                ReadRecords(data, header.Place);
                break;
        }
    }

    /// <summary>Returns the entry with the values from its extended headers.</summary>
    public TarHeader Complete(TarHeader header) => IsEmpty ? header : header.With(_name, _linkName, _size);

    private static byte[] Content(TarHeader header, Stream stream)
    {
        if (header.Size > Longest)
        {
            throw new MalformedContentException($"the extended header at byte {header.Offset} has {header.Size} "
                + $"bytes, which is more than the limit of {Longest}");
        }

        var data = new byte[header.Size];
        return TarHeader.ReadFully(stream, data) == data.Length
            ? data
            : throw new MalformedContentException($"it ends early, in the extended header at byte {header.Offset}: it was cut off");
    }

    /// <summary>Parses records of the form <c>length key=value</c> and a line feed. The length counts every byte of the record.</summary>
    private void ReadRecords(byte[] data, string place)
    {
        var position = 0;
        while (position < data.Length)
        {
            var space = Array.IndexOf(data, (byte)' ', position);
            var length = space < 0 ? 0 : Length(data, position, space);

            // After its length, the shortest record has a space, a character and a line feed.
            if (space < 0 || length < space - position + 3 || length > data.Length - position || data[position + length - 1] != '\n')
            {
                throw new MalformedContentException($"the extended header of {place} has a damaged record at its byte {position}");
            }

            var record = Encoding.UTF8.GetString(data, space + 1, position + length - space - 2);
            var equals = record.IndexOf('=');
            if (equals <= 0)
            {
                throw new MalformedContentException($"the extended header of {place} has a record without a name at its byte {position}");
            }

            Take(record.Substring(0, equals), record.Substring(equals + 1), place);
            position += length;
        }
    }

    private void Take(string key, string value, string place)
    {
        if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal))
        {
            throw TarHeader.Sparse(place);
        }

        if (key is "path" or "linkpath" && value.IndexOf('\0') >= 0)
        {
            throw new MalformedContentException($"the extended header of {place} has a {key} with a zero byte in it");
        }

        // An empty value cancels an earlier record.
        switch (key)
        {
            case "path":
                _name = value.Length == 0 ? null : value;
                break;
            case "linkpath":
                _linkName = value.Length == 0 ? null : value;
                break;
            case "size":
                _size = value.Length == 0 ? null : Size(value, place);
                break;
        }
    }

    private static long Size(string value, string place)
        => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new MalformedContentException($"the extended header of {place} has the size '{value}', which is not a size");

    private static int Length(byte[] data, int start, int end)
        => end - start < 10 && int.TryParse(Encoding.ASCII.GetString(data, start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : 0;

    private static string Text(byte[] data)
    {
        var end = Array.IndexOf(data, (byte)0);
        return Encoding.UTF8.GetString(data, 0, end < 0 ? data.Length : end);
    }
}
