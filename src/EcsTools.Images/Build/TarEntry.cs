using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace EcsTools.Images.Build;

/// <summary>The type of a tar entry.</summary>
internal enum TarEntryType
{
    File = '0',
    HardLink = '1',
    Link = '2',
    CharacterDevice = '3',
    BlockDevice = '4',
    Folder = '5',
    Pipe = '6',
}

/// <summary>One tar entry to write: the values of its header, and the source of its content.</summary>
internal sealed record TarEntry(
    string Name, TarEntryType Type, int Mode, long Length, DateTimeOffset Modified, string LinkTarget = "", Func<Stream>? Open = null)
{
    internal const int BlockSize = 512;
    private const int NameField = 100;
    private const long LargestOctal = 0x1FFFFFFFF;

    /// <summary>Numbers of a device.</summary>
    public (int Major, int Minor) Device { get; init; }

    /// <summary>A file whose content is in memory.</summary>
    public static TarEntry Create(string name, byte[] content, int mode = 0b110_100_100) =>
        new(name, TarEntryType.File, mode, content.Length, DateTimeOffset.UtcNow, Open: () => new MemoryStream(content, writable: false));

    /// <summary>The header blocks: ustar, preceded by a pax record for values that do not fit into ustar's fields.</summary>
    public byte[] Header()
    {
        var name = Type == TarEntryType.Folder ? Name.TrimEnd('/') + "/" : Name;
        var records = new List<byte>();
        AddRecord(records, "path", name, !FitsField(name));
        AddRecord(records, "linkpath", LinkTarget, !FitsField(LinkTarget));
        AddRecord(records, "size", Length.ToString(CultureInfo.InvariantCulture), Length > LargestOctal);
        var blocks = new List<byte>();
        if (records.Count > 0)
        {
            blocks.AddRange(Block("PaxHeader", 'x', 0b110_100_100, records.Count, 0, ""));
            blocks.AddRange(records);
            blocks.AddRange(new byte[Padding(records.Count)]);
        }

        var seconds = Math.Max(0, Modified.ToUnixTimeSeconds());
        blocks.AddRange(Block(name, (char)Type, Mode, Math.Min(Length, LargestOctal), Math.Min(seconds, LargestOctal), LinkTarget, Device));
        return blocks.ToArray();
    }

    /// <summary>The zero bytes after content of this length.</summary>
    public static int Padding(long length) => (int)((BlockSize - (length % BlockSize)) % BlockSize);

    private static bool FitsField(string text)
    {
        foreach (var c in text)
        {
            if (c > 126)
            {
                return false;
            }
        }

        return text.Length <= NameField;
    }

    private static void AddRecord(List<byte> records, string key, string value, bool needed)
    {
        if (!needed)
        {
            return;
        }

        // A record begins with its own length, which includes the digits of the length.
        var rest = RawName.Encode($" {key}={value}\n");
        var length = rest.Length + 1;
        while (rest.Length + Digits(length) != length)
        {
            length = rest.Length + Digits(length);
        }

        records.AddRange(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
        records.AddRange(rest);
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    private static byte[] Block(string name, char type, int mode, long length, long seconds, string linkTarget, (int Major, int Minor) device = default)
    {
        var block = new byte[BlockSize];
        Put(block, 0, NameField, name);
        PutOctal(block, 100, 8, mode);
        PutOctal(block, 108, 8, 0);
        PutOctal(block, 116, 8, 0);
        PutOctal(block, 124, 12, length);
        PutOctal(block, 136, 12, seconds);
        block[156] = (byte)type;
        Put(block, 157, NameField, linkTarget);
        Put(block, 257, 8, "ustar\0" + "00");
        PutOctal(block, 329, 8, device.Major);
        PutOctal(block, 337, 8, device.Minor);
        PutChecksum(block);
        return block;
    }

    private static void PutChecksum(byte[] block)
    {
        // For the checksum, the checksum field itself counts as spaces.
        var sum = 8 * ' ';
        foreach (var b in block)
        {
            sum += b;
        }

        Put(block, 148, 8, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
    }

    private static void Put(byte[] block, int at, int size, string text)
    {
        var bytes = RawName.Encode(text);
        Array.Copy(bytes, 0, block, at, Math.Min(size, bytes.Length));
    }

    private static void PutOctal(byte[] block, int at, int size, long value) =>
        Put(block, at, size, Convert.ToString(value, 8).PadLeft(size - 1, '0'));
}
