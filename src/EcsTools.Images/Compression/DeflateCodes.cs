using System;

namespace EcsTools.Images.Compression;

/// <summary>The symbols by which deflate writes lengths and distances. Source: RFC 1951, section 3.2.5.</summary>
internal static class DeflateCodes
{
    /// <summary>Literals, the end of a block, and lengths.</summary>
    public const int Literals = 286;
    public const int Distances = 30;
    public const int EndOfBlock = 256;
    public const int FirstLength = 257;
    public const int LongestMatch = 258;
    public const int Window = 1 << 15;

    /// <summary>By symbol: the bits that follow it.</summary>
    public static readonly byte[] LengthBits = MakeLengthBits();

    /// <summary>By symbol: the shortest length it stands for.</summary>
    public static readonly ushort[] LengthBase = MakeLengthBase();

    /// <summary>By length: its symbol, counted from <see cref="FirstLength"/>.</summary>
    public static readonly byte[] LengthSymbol = MakeLengthSymbol();

    /// <summary>By distance less one, up to 256, and from there by its 128th part.</summary>
    private static readonly byte[] DistanceSymbols = MakeDistanceSymbols();

    /// <summary>The bits that follow a distance's symbol.</summary>
    public static int DistanceBits(int symbol) => symbol < 4 ? 0 : (symbol / 2) - 1;

    /// <param name="distance">The distance less one.</param>
    public static int DistanceSymbol(int distance) => DistanceSymbols[distance < 256 ? distance : 256 + (distance >> 7)];

    // The longest has a symbol of its own, without bits: the last one.
    private static byte[] MakeLengthBits()
    {
        var bits = new byte[Literals - FirstLength];
        for (var symbol = 8; symbol < bits.Length - 1; symbol++)
        {
            bits[symbol] = (byte)((symbol - 4) / 4);
        }

        return bits;
    }

    private static ushort[] MakeLengthBase()
    {
        var bases = new ushort[LengthBits.Length];
        var length = 3;
        for (var symbol = 0; symbol < bases.Length - 1; symbol++)
        {
            bases[symbol] = (ushort)length;
            length += 1 << LengthBits[symbol];
        }

        bases[bases.Length - 1] = LongestMatch;
        return bases;
    }

    private static byte[] MakeLengthSymbol()
    {
        var symbols = new byte[LongestMatch + 1];
        for (var symbol = 0; symbol < LengthBase.Length; symbol++)
        {
            for (int length = LengthBase[symbol]; length <= LongestMatch; length++)
            {
                symbols[length] = (byte)symbol;
            }
        }

        return symbols;
    }

    private static byte[] MakeDistanceSymbols()
    {
        var symbols = new byte[512];
        var distance = 0;
        for (var symbol = 0; symbol < Distances; symbol++)
        {
            for (var end = distance + (1 << DistanceBits(symbol)); distance < end; distance++)
            {
                symbols[distance < 256 ? distance : 256 + (distance >> 7)] = (byte)symbol;
            }
        }

        return symbols;
    }
}
