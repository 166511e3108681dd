using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace EcsTools.Images.Archives;

/// <summary>Where each file of a tar archive begins, read in one pass over its headers, so that blobs can be opened in any order.</summary>
internal sealed class TarIndex
{
    private const int BlockSize = 512;

    private readonly Dictionary<string, (long Offset, long Size)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly Func<Stream> _open;
    private readonly string _name;

    private TarIndex(Func<Stream> open, string name)
    {
        _open = open;
        _name = name;
    }

    /// <summary>Reads the headers of an archive that is a file.</summary>
    public static TarIndex Read(string path)
        => Read(() => new UnbufferedFile(path), path);

    /// <summary>Reads the headers of an archive.</summary>
    /// <param name="open">Opens it, each time with a position of its own.</param>
    /// <param name="name">How it is called in messages.</param>
    public static TarIndex Read(Func<Stream> open, string name)
    {
        var index = new TarIndex(open, name);
        using var stream = index._open();
        index.ReadHeaders(stream, null);
        return index;
    }

    /// <summary>Reads an archive that is still arriving, telling each file as its header is met.</summary>
    /// <param name="arriving">The archive; it need only be able to go forward, and knows its position.</param>
    /// <param name="name">How it is called in messages.</param>
    /// <param name="met">Told the name, the offset and the size of each file before its content is read.</param>
    public static void Read(Stream arriving, string name, Action<string, long, long> met)
        => new TarIndex(() => throw new NotSupportedException("An archive that is arriving is read once."), name).ReadHeaders(arriving, met);

    public bool Contains(string name) => Find(name) is not null;

    public long SizeOf(string name) => Entry(name).Size;

    /// <summary>Opens one file of the archive. Each stream has a position of its own.</summary>
    public Stream Open(string name)
    {
        var (offset, size) = Entry(name);
        var archive = _open();
        archive.Position = offset;
        return new BoundedStream(archive, size);
    }

    public byte[] ReadAll(string name)
    {
        using var stream = Open(name);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private (long Offset, long Size) Entry(string name)
        => Find(name) ?? throw new InvalidDataException($"The archive {_name} names '{name}' and does not hold it.");

    private (long Offset, long Size)? Find(string name)
    {
        name = Normalize(name);
        for (var hops = 0; hops < 8; hops++)
        {
            if (_files.TryGetValue(name, out var found))
            {
                return found;
            }

            if (!_links.TryGetValue(name, out var target))
            {
                return null;
            }

            name = target;
        }

        return null;
    }

    private void ReadHeaders(Stream stream, Action<string, long, long>? met)
    {
        var header = new byte[BlockSize];
        string? longName = null;
        string? longLink = null;
        long? longSize = null;
        while (ReadBlock(stream, header) && header[0] != 0)
        {
            var type = (char)header[156];
            var size = longSize ?? Number(header, 124, 12);
            var start = stream.Position;
            switch (type)
            {
                case 'L':
                    longName = Text(ReadData(stream, size));
                    break;
                case 'K':
                    longLink = Text(ReadData(stream, size));
                    break;
                case 'x':
                    ReadPax(ReadData(stream, size), ref longName, ref longLink, ref longSize);
                    break;
                case 'g':
                    break;
                default:
                    Add(header, type, longName, longLink, start, size, met);
                    longName = longLink = null;
                    longSize = null;
                    break;
            }

            if (met is null && start + size > stream.Length)
            {
                throw new EndOfStreamException("the file ends early, as of a copy or download that was cut off");
            }

            stream.Position = start + ((size + BlockSize - 1) / BlockSize * BlockSize);
        }
    }

    private void Add(byte[] header, char type, string? longName, string? longLink, long start, long size, Action<string, long, long>? met)
    {
        var name = Normalize(longName ?? UstarName(header));
        if (type is '0' or '\0' or '7')
        {
            _files[name] = (start, size);
            met?.Invoke(name, start, size);
        }
        else if (type is '1' or '2')
        {
            // Older engines save a layer that two images share as a symbolic link, relative to the link's own folder.
            var target = longLink ?? Text(header, 157, 100);
            var folder = type == '2' ? name.Substring(0, name.LastIndexOf('/') + 1) : "";
            _links[name] = Normalize(folder + target);
        }
    }

    private static void ReadPax(byte[] data, ref string? name, ref string? link, ref long? size)
    {
        var position = 0;
        while (position < data.Length)
        {
            var space = Array.IndexOf(data, (byte)' ', position);
            if (space < 0 || !int.TryParse(Encoding.ASCII.GetString(data, position, space - position), out var length) || length <= 0)
            {
                return;
            }

            var record = Encoding.UTF8.GetString(data, space + 1, position + length - space - 2);
            var equals = record.IndexOf('=');
            var value = record.Substring(equals + 1);
            switch (record.Substring(0, equals))
            {
                case "path":
                    name = value;
                    break;
                case "linkpath":
                    link = value;
                    break;
                case "size":
                    size = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                    break;
            }

            position += length;
        }
    }

    private static string UstarName(byte[] header)
    {
        var name = Text(header, 0, 100);
        var isUstar = Text(header, 257, 5) == "ustar";
        var prefix = isUstar ? Text(header, 345, 155) : "";
        return prefix.Length == 0 ? name : prefix + "/" + name;
    }

    private static string Normalize(string name)
    {
        var parts = new List<string>();
        foreach (var part in name.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part != "." && part != "..")
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }

    private static long Number(byte[] header, int start, int length)
    {
        // A size over 8 GiB is written in base 256, marked by the first bit.
        if ((header[start] & 0x80) != 0)
        {
            long value = header[start] & 0x7f;
            for (var i = 1; i < length; i++)
            {
                value = (value << 8) | header[start + i];
            }

            return value;
        }

        var text = Text(header, start, length).Trim();
        return text.Length == 0 ? 0 : Convert.ToInt64(text, 8);
    }

    private static string Text(byte[] bytes) => Text(bytes, 0, bytes.Length);

    private static string Text(byte[] bytes, int start, int length)
    {
        var end = Array.IndexOf(bytes, (byte)0, start, length);
        return Encoding.UTF8.GetString(bytes, start, (end < 0 ? start + length : end) - start);
    }

    private byte[] ReadData(Stream stream, long size)
    {
        if (size > 1 << 20)
        {
            throw new InvalidDataException($"The archive {_name} has a header of {size} bytes: it is damaged or no tar archive.");
        }

        var data = new byte[size];
        ReadFully(stream, data);
        return data;
    }

    private bool ReadBlock(Stream stream, byte[] block) => ReadFully(stream, block);

    private static bool ReadFully(Stream stream, byte[] buffer)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            var count = stream.Read(buffer, read, buffer.Length - read);
            if (count == 0)
            {
                return false;
            }

            read += count;
        }

        return true;
    }
}
