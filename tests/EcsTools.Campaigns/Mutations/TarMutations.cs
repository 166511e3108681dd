using System;
using System.Collections.Generic;
using System.Text;

namespace EcsTools.Campaigns.Mutations;

/// <summary>Changes of a tar archive: of its bytes, or of its entries and their fields with checksums that are right again.</summary>
internal static class TarMutations
{
    private const int Block = 512;

    private static readonly byte[][] Sizes =
    [
        Field("77777777777\0"), Field("-0000000001\0"), Field("00000000008\0"), Field("            "), Field("\0\0\0\0\0\0\0\0\0\0\0\0"), Field("0x1234567890"),
        Field("00000000001 "), Field(" 1000\0      "), [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9], [0xff, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255],
        [0x80, 0, 0, 0, 0x7f, 255, 255, 255, 255, 255, 255, 255], [0x80, 0, 0, 0, 0xff, 255, 255, 255, 255, 255, 255, 255], [0xbf, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255],
    ];

    public static byte[] Mutate(byte[] tar, byte[] other, Random random)
    {
        if (random.Next(4) == 0)
        {
            return ByteMutations.Mutate(tar, other, random);
        }

        for (var left = random.Next(1, 3); left > 0; left--)
        {
            var headers = Headers(tar);
            if (headers.Count > 0)
            {
                tar = Change(tar, headers, headers[random.Next(headers.Count)], random);
            }
        }

        return tar;
    }

    /// <summary>Offset and length of each entry, as far as the archive can be walked.</summary>
    public static IReadOnlyList<(int Offset, int Length)> Headers(byte[] tar)
    {
        var headers = new List<(int, int)>();
        for (var offset = 0; offset + Block <= tar.Length && tar.AsSpan(offset, Block).ContainsAnyExcept((byte)0);)
        {
            var size = Octal(tar.AsSpan(offset + 124, 12));
            var length = Block + (int)(Math.Min(size, tar.Length) + Block - 1) / Block * Block;
            length = Math.Min(length, tar.Length - offset);
            headers.Add((offset, length));
            offset += length;
        }

        return headers;
    }

    private static byte[] Change(byte[] tar, IReadOnlyList<(int Offset, int Length)> headers, (int Offset, int Length) entry, Random random)
    {
        var (offset, length) = entry;
        var piece = tar[offset..(offset + length)];
        switch (random.Next(7))
        {
            case 0:
                return [.. tar[..offset], .. tar[(offset + length)..]];
            case 1:
                return [.. tar[..offset], .. piece, .. tar[offset..]];
            case 2:
                var at = headers[random.Next(headers.Count)].Offset;
                return [.. tar[..at], .. piece, .. tar[at..]];
            case 3:
                Sizes[random.Next(Sizes.Length)].CopyTo(piece, 124);
                break;
            case 4:
                piece[156] = (byte)"012345678LKxgSMV\0\xff"[random.Next(18)];
                break;
            case 5:
                piece[random.Next(Block)] = (byte)random.Next(256);
                break;
            default:
                ChangeContent(piece, random);
                break;
        }

        Sum(piece);
        return [.. tar[..offset], .. piece, .. tar[(offset + length)..]];
    }

    /// <summary>The names and records of extended headers are in their content; of others the name is changed.</summary>
    private static void ChangeContent(byte[] piece, Random random)
    {
        if (piece.Length > Block)
        {
            piece[Block + random.Next(Math.Min(64, piece.Length - Block))] = (byte)"0123456789 =\n\0/.-"[random.Next(17)];
            return;
        }

        string[] names = ["/manifest.json", "../manifest.json", "a/../../index.json", "manifest.json", "index.json", "", "..", "blobs/sha256/" + new string('a', 64)];
        var name = Encoding.ASCII.GetBytes(names[random.Next(names.Length)]);
        piece.AsSpan(0, 100).Clear();
        name.CopyTo(piece, 0);
    }

    /// <summary>Writes the checksum of the header at the beginning.</summary>
    public static void Sum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header[..Block])
        {
            sum += value;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private static long Octal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (var digit in field)
        {
            value = digit is >= (byte)'0' and <= (byte)'7' ? (value << 3) | (uint)(digit - '0') : value;
        }

        return value;
    }

    private static byte[] Field(string text) => Encoding.Latin1.GetBytes(text);
}
