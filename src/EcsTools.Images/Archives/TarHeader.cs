using System;
using System.IO;
using System.Text;

namespace EcsTools.Images.Archives;

/// <summary>
/// One header of a tar archive. Source: POSIX.1-2017, "pax"; GNU tar's manual, "Basic Tar Format". What differs among readers is read as Go's archive/tar
/// does, with which engines write and read these archives.
/// </summary>
internal sealed record TarHeader
{
    public const int BlockSize = 512;

    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;

    /// <summary>Where the header itself begins in the archive.</summary>
    public long Offset { get; private init; }

    public string Name { get; init; } = "";

    public string LinkName { get; init; } = "";

    /// <summary>Bytes of content that follow the header.</summary>
    public long Size { get; init; }

    public char Type { get; private init; }

    public bool IsFile => Type is '0' or '\0' or '7';

    public bool IsSymbolicLink => Type == '2';

    public bool IsLink => Type is '1' or '2';

    /// <summary>Whether it says something about the entry after it: a long name of GNU tar, or a header of pax.</summary>
    public bool IsExtension => Type is 'L' or 'K' or 'x' or 'g';

    /// <summary>The entry, for messages.</summary>
    public string Place => Name.Length == 0 ? $"the entry at byte {Offset}" : $"the entry '{Name}' at byte {Offset}";

    // Links, devices, folders and pipes: what stands in their size is not followed by content.
    private bool HasNoContent => Type is '1' or '2' or '3' or '4' or '5' or '6';

    /// <summary>The next header; null at the end of the archive, which is a block of zeros or the end of the stream.</summary>
    /// <exception cref="MalformedContentException">It is not a header, or is damaged.</exception>
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

    /// <summary>Where the next header begins: contents fill whole blocks.</summary>
    public long End(long start) => start + ((Size + BlockSize - 1) / BlockSize * BlockSize);

    /// <summary>The same entry with what extended headers say of it.</summary>
    public TarHeader With(string? name, string? linkName, long? size)
        => this with { Name = name ?? Name, LinkName = linkName ?? LinkName, Size = size is { } known && !HasNoContent ? Limited(known, Place, Offset) : Size };

    /// <summary>A size that can be added to any place of the archive.</summary>
    public static long Limited(long size, string place, long offset)
        => size >= 0 && size <= long.MaxValue - offset - (4 * BlockSize)
            ? size
            : throw new MalformedContentException($"the size of {place} cannot be: {size}");

    /// <returns>The bytes read: fewer than the buffer has only at the end.</returns>
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

        // GNU tar has other fields where ustar has the first part of a long name: only "ustar" with a zero after it is the standard's.
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

    // Old programs summed signed bytes.
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
        // A size over 8 GiB is written in base 256, marked by the first bit; the second bit is the sign.
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
