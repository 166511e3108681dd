using System;

namespace EcsTools.Compression;

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

    /// <summary>By length: its symbol, counted from <see cref="FirstLength"/>.</summary>
    public static readonly byte[] LengthSymbol = new byte[LongestMatch + 1];

    /// <summary>By symbol: the bits that follow it.</summary>
    public static readonly byte[] LengthBits = new byte[Literals - FirstLength];

    /// <summary>By symbol: the shortest length it stands for.</summary>
    public static readonly ushort[] LengthBase = new ushort[Literals - FirstLength];

    /// <summary>By distance less one, up to 256, and from there by its 128th part.</summary>
    private static readonly byte[] DistanceSymbols = new byte[512];

    static DeflateCodes()
    {
        var last = LengthBase.Length - 1;
        var length = 3;
        for (var symbol = 0; symbol < last; symbol++)
        {
            LengthBits[symbol] = (byte)(symbol < 8 ? 0 : (symbol - 4) / 4);
            LengthBase[symbol] = (ushort)length;
            for (var end = length + (1 << LengthBits[symbol]); length < end; length++)
            {
                LengthSymbol[length] = (byte)symbol;
            }
        }

        // The longest has a symbol of its own.
        LengthBase[last] = LongestMatch;
        LengthSymbol[LongestMatch] = (byte)last;

        var distance = 0;
        for (var symbol = 0; symbol < Distances; symbol++)
        {
            for (var end = distance + (1 << DistanceBits(symbol)); distance < end; distance++)
            {
                DistanceSymbols[distance < 256 ? distance : 256 + (distance >> 7)] = (byte)symbol;
            }
        }
    }

    /// <summary>The bits that follow a distance's symbol.</summary>
    public static int DistanceBits(int symbol) => symbol < 4 ? 0 : (symbol / 2) - 1;

    /// <param name="distance">The distance less one.</param>
    public static int DistanceSymbol(int distance) => DistanceSymbols[distance < 256 ? distance : 256 + (distance >> 7)];
}
