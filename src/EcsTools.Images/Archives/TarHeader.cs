using System;
using System.IO;
using System.Text;

namespace EcsTools.Images.Archives;

/// <summary>
/// One header of a tar archive. Source: POSIX.1-2017, "pax"; GNU tar's manual, "Basic Tar Format". If readers differ, this one does the same as Go's
/// archive/tar, which engines use to write and read these archives.
/// </summary>
internal sealed record TarHeader
{
    public const int BlockSize = 512;

    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;

    /// <summary>The offset of the header in the archive.</summary>
    public long Offset { get; private init; }

    public string Name { get; init; } = "";

    public string LinkName { get; init; } = "";

    /// <summary>Number of bytes of content after the header.</summary>
    public long Size { get; init; }

    public char Type { get; private init; }

    public bool IsFile => Type is '0' or '\0' or '7';

    public bool IsSymbolicLink => Type == '2';

    public bool IsLink => Type is '1' or '2';

    /// <summary>Whether it describes the next entry: a long name of GNU tar, or a header of pax.</summary>
    public bool IsExtension => Type is 'L' or 'K' or 'x' or 'g';

    /// <summary>A description of the entry, for messages.</summary>
    public string Place => Name.Length == 0 ? $"the entry at byte {Offset}" : $"the entry '{Name}' at byte {Offset}";

    // Links, devices, folders and pipes have no content, whatever their size field says.
    private bool HasNoContent => Type is '1' or '2' or '3' or '4' or '5' or '6';

    /// <summary>Reads the next header; null at the end of the archive, which is a block of zeros or the end of the stream.</summary>
    /// <exception cref="MalformedContentException">It is not a header, or it is damaged.</exception>
    public static TarHeader? Read(Stream stream)
    {
        var offset = stream.Position;
        var block = new byte[BlockSize];
        var read = ReadFully(stream, block);
        if (read == 0 || (read == BlockSize && Array.TrueForAll(block, value => value == 0)))
        {
            return null;
        }

        if (read < BlockSize)
        {
            throw new MalformedContentException(offset == 0 ? "it is not a tar archive" : $"it ends early, in the header at byte {offset}: it was cut off");
        }

        if (!HasChecksum(block))
        {
            throw new MalformedContentException(offset == 0 ? "it is not a tar archive" : $"the header at byte {offset} is damaged: its checksum is wrong");
        }

        return Parse(block, offset);
    }

    /// <summary>The offset of the next header. Content is padded to whole blocks.</summary>
    public long End(long start) => start + ((Size + BlockSize - 1) / BlockSize * BlockSize);

    /// <summary>Returns the same entry with the values from extended headers.</summary>
    public TarHeader With(string? name, string? linkName, long? size)
        => this with { Name = name ?? Name, LinkName = linkName ?? LinkName, Size = size is { } known && !HasNoContent ? Limited(known, Place, Offset) : Size };

    /// <summary>Checks that the size can be added to any offset in the archive.</summary>
    public static long Limited(long size, string place, long offset)
        => size >= 0 && size <= long.MaxValue - offset - (4 * BlockSize)
            ? size
            : throw new MalformedContentException($"the size of {place} is not valid: {size}");

    /// <returns>The number of bytes read. It is less than the size of the buffer only at the end.</returns>
    public static int ReadFully(Stream stream, byte[] buffer)
    {
        var read = 0;
        int count;
        while (read < buffer.Length && (count = stream.Read(buffer, read, buffer.Length - read)) > 0)
        {
            read += count;
        }

        return read;
    }

    private static TarHeader Parse(byte[] block, long offset)
    {
        var isUstar = Text(block, 257, 5) == "ustar";

        // GNU tar has other fields in the place of ustar's prefix for long names. Only "ustar" followed by a zero is the standard's format.
        var prefix = isUstar && block[262] == 0 ? Text(block, 345, 155) : "";
        var name = Text(block, 0, 100);
        var header = new TarHeader
        {
            Offset = offset,
            Type = (char)block[156],
            Name = prefix.Length == 0 ? name : prefix + "/" + name,
            LinkName = Text(block, 157, 100),
        };
        if (header.Type == 'S')
        {
            throw Sparse(header.Place);
        }

        return header.HasNoContent ? header : header with { Size = Limited(Number(block, 124, 12, header.Place), header.Place, offset) };
    }

    public static MalformedContentException Sparse(string place)
        => new($"{place} is a sparse file, which is not supported: pack the archive again without --sparse");

    // Old programs computed the sum with signed bytes.
    private static bool HasChecksum(byte[] block)
    {
        long unsigned = 0;
        long signed = 0;
        for (var i = 0; i < BlockSize; i++)
        {
            var value = i is >= ChecksumOffset and < ChecksumOffset + ChecksumLength ? (byte)' ' : block[i];
            unsigned += value;
            signed += (sbyte)value;
        }

        return TryOctal(block, ChecksumOffset, ChecksumLength) is { } told && (told == unsigned || told == signed);
    }

    private static long Number(byte[] block, int start, int length, string place)
    {
        // A size of more than 8 GiB is in base 256, which the first bit marks. The second bit is the sign.
        if ((block[start] & 0x80) == 0)
        {
            return TryOctal(block, start, length) ?? throw new MalformedContentException($"the size of {place} is not a number");
        }

        if ((block[start] & 0x40) != 0)
        {
            throw new MalformedContentException($"the size of {place} is negative");
        }

        long value = block[start] & 0x3f;
        for (var i = 1; i < length; i++)
        {
            if (value >> 55 != 0)
            {
                throw new MalformedContentException($"the size of {place} is larger than any file");
            }

            value = (value << 8) | block[start + i];
        }

        return value;
    }

    private static long? TryOctal(byte[] block, int start, int length)
    {
        var text = Text(block, start, length).Trim(' ');
        long value = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7')
            {
                return null;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    private static string Text(byte[] bytes, int start, int length)
    {
        var end = Array.IndexOf(bytes, (byte)0, start, length);
        return Encoding.UTF8.GetString(bytes, start, (end < 0 ? start + length : end) - start);
    }
}
