using System;
using System.IO;
using System.Linq;
using System.Text;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>A tar archive of one executable file: all that <see cref="PauseImage"/> needs, on both frameworks.</summary>
internal static class TarFile
{
    private const int Block = 512;

    public static void Write(Stream tar, string name, byte[] content)
    {
        var header = new byte[Block];
        Put(header, 0, name);
        Put(header, 100, "0000755\0");
        Put(header, 108, "0000000\0");
        Put(header, 116, "0000000\0");
        Put(header, 124, Octal(content.Length));
        Put(header, 136, Octal(0));
        Put(header, 148, "        ");
        Put(header, 156, "0");
        Put(header, 257, "ustar\0" + "00");
        Put(header, 148, Convert.ToString(header.Sum(value => (int)value), 8).PadLeft(6, '0') + "\0 ");
        tar.Write(header, 0, Block);
        tar.Write(content, 0, content.Length);
        var padding = new byte[(Block - content.Length % Block) % Block + 2 * Block];
        tar.Write(padding, 0, padding.Length);
    }

    private static void Put(byte[] header, int offset, string text) => Encoding.ASCII.GetBytes(text).CopyTo(header, offset);

    private static string Octal(int value) => Convert.ToString(value, 8).PadLeft(11, '0') + "\0";
}
