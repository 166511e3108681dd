using System;
using System.IO;
using System.Linq;
using System.Text;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>What an engine is sent as a tar archive: files with short names, on both frameworks.</summary>
internal static class TarFile
{
    private const int Block = 512;

    private const long LargestOctal = 0x1_FFFF_FFFF;

    /// <summary>The end of an archive.</summary>
    public static byte[] End { get; } = new byte[2 * Block];

    /// <summary>Writes an archive of one file.</summary>
    public static void Write(Stream tar, string name, byte[] content)
    {
        foreach (var part in new[] { Header(name, content.Length), content, Padding(content.Length), End })
        {
            tar.Write(part, 0, part.Length);
        }
    }

    /// <summary>What is before the content of a file.</summary>
    public static byte[] Header(string name, long size)
    {
        var header = new byte[Block];
        Put(header, 0, name);
        Put(header, 100, "0000755\0");
        Put(header, 108, "0000000\0");
        Put(header, 116, "0000000\0");
        PutSize(header, size);
        Put(header, 136, Octal(0));
        Put(header, 148, "        ");
        Put(header, 156, "0");
        Put(header, 257, "ustar\0" + "00");
        Put(header, 148, Convert.ToString(header.Sum(value => (int)value), 8).PadLeft(6, '0') + "\0 ");
        return header;
    }

    /// <summary>What is after the content of a file.</summary>
    public static byte[] Padding(long size) => new byte[(int)((Block - (size % Block)) % Block)];

    private static void Put(byte[] header, int offset, string text) => Encoding.ASCII.GetBytes(text).CopyTo(header, offset);

    /// <summary>Eleven octal digits; from 8 GiB on, GNU's binary form, which the engine reads.</summary>
    private static void PutSize(byte[] header, long size)
    {
        if (size <= LargestOctal)
        {
            Put(header, 124, Octal(size));
            return;
        }

        header[124] = 0x80;
        for (var i = 0; i < sizeof(long); i++)
        {
            header[135 - i] = (byte)(size >> (8 * i));
        }
    }

    private static string Octal(long value) => Convert.ToString(value, 8).PadLeft(11, '0') + "\0";
}
