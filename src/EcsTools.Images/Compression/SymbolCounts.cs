using System;
using System.Runtime.CompilerServices;

namespace EcsTools.Images.Compression;

/// <summary>Counts how often each symbol of deflate occurs in a piece.</summary>
internal sealed class SymbolCounts
{
    private const int Bytes = 256;

    /// <summary>Four counters for each byte value. With one counter, a repeated byte would have to wait for the previous increment.</summary>
    private readonly int[] _bytes = new int[4 * Bytes];

    /// <summary>The counts of literals, the end of the block and lengths. Literals are included only after a call of <see cref="End"/>.</summary>
    public int[] Literals { get; } = new int[DeflateCodes.Literals];

    public int[] Distances { get; } = new int[DeflateCodes.Distances];

    public void Begin()
    {
        Array.Clear(_bytes, 0, _bytes.Length);
        Array.Clear(Literals, 0, Literals.Length);
        Array.Clear(Distances, 0, Distances.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLiterals(ReadOnlySpan<byte> literals)
    {
        var counts = _bytes.AsSpan(0, 4 * Bytes);
        var at = 0;
        for (; at + 4 <= literals.Length; at += 4)
        {
            counts[literals[at]]++;
            counts[Bytes + literals[at + 1]]++;
            counts[(2 * Bytes) + literals[at + 2]]++;
            counts[(3 * Bytes) + literals[at + 3]]++;
        }

        for (; at < literals.Length; at++)
        {
            counts[literals[at]]++;
        }
    }

    /// <param name="length">The number of bytes in the match.</param>
    /// <param name="distance">Its distance minus one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddMatch(int length, int distance)
    {
        Literals[DeflateCodes.FirstLength + DeflateCodes.LengthSymbol[length]]++;
        Distances[DeflateCodes.DistanceSymbol(distance)]++;
    }

    public void End()
    {
        for (var value = 0; value < Bytes; value++)
        {
            Literals[value] = _bytes[value] + _bytes[Bytes + value] + _bytes[(2 * Bytes) + value] + _bytes[(3 * Bytes) + value];
        }

        Literals[DeflateCodes.EndOfBlock] = 1;
    }

    /// <summary>The number of extra bits after the codes of lengths and distances.</summary>
    public long ExtraBits()
    {
        long bits = 0;
        for (var symbol = DeflateCodes.FirstLength; symbol < DeflateCodes.Literals; symbol++)
        {
            bits += (long)Literals[symbol] * DeflateCodes.LengthBits[symbol - DeflateCodes.FirstLength];
        }

        for (var symbol = 0; symbol < DeflateCodes.Distances; symbol++)
        {
            bits += (long)Distances[symbol] * DeflateCodes.DistanceBits(symbol);
        }

        return bits;
    }
}
