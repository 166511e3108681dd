using System;

namespace EcsTools.Images.Compression;

/// <summary>The symbols for lengths and distances in deflate. Source: RFC 1951, section 3.2.5.</summary>
internal static class DeflateCodes
{
    /// <summary>The number of symbols for literals, the end of a block, and lengths.</summary>
    public const int Literals = 286;
    public const int Distances = 30;
    public const int EndOfBlock = 256;
    public const int FirstLength = 257;
    public const int LongestMatch = 258;
    public const int Window = 1 << 15;

    /// <summary>For each symbol, the number of extra bits after it.</summary>
    public static readonly byte[] LengthBits = MakeLengthBits();

    /// <summary>For each symbol, the shortest length that it stands for.</summary>
    public static readonly ushort[] LengthBase = MakeLengthBase();

    /// <summary>For each length, its symbol, counted from <see cref="FirstLength"/>.</summary>
    public static readonly byte[] LengthSymbol = MakeLengthSymbol();

    /// <summary>For each distance minus one, its symbol. Up to 256 the index is that value; above, it is the value divided by 128.</summary>
    private static readonly byte[] DistanceSymbols = MakeDistanceSymbols();

    /// <summary>The number of extra bits after the symbol of a distance.</summary>
    public static int DistanceBits(int symbol) => symbol < 4 ? 0 : (symbol / 2) - 1;

    /// <param name="distance">The distance minus one.</param>
    public static int DistanceSymbol(int distance) => DistanceSymbols[distance < 256 ? distance : 256 + (distance >> 7)];

    // The longest length has its own symbol without extra bits: the last one.
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
