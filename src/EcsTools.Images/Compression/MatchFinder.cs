using System;
using System.Buffers.Binary;
#if NET
using System.Numerics;
#endif
using System.Runtime.CompilerServices;

namespace EcsTools.Images.Compression;

/// <summary>
/// Finds what repeats in a block, the quick way: of all places with the same hash it looks at the last one only, and where nothing repeats for a while it
/// looks at fewer and fewer places.
/// </summary>
internal readonly ref struct MatchFinder
{
    /// <summary>How many places are remembered, as a power of two: a table that stays in the processor's first cache.</summary>
    public const int HashBits = 13;

    /// <summary>A shorter one is hardly shorter than its literals.</summary>
    public const int ShortestMatch = 4;

    /// <summary>A large odd number, whose product spreads the bytes over the upper bits.</summary>
    private const ulong Spread = 0x9E3779B185EBCA87;

    /// <summary>Bytes that are read at once.</summary>
    private const int Word = sizeof(ulong);

    /// <summary>After so many places without a match, as a power of two, the step grows by one.</summary>
    private const int Patience = 5;

    private readonly ReadOnlySpan<byte> _block;
    private readonly Span<int> _places;
    private readonly SymbolCounts _counts;

    /// <param name="block">What is compressed.</param>
    /// <param name="places">The last place of each hash, all zero; 2 to the power of <see cref="HashBits"/>.</param>
    /// <param name="counts">Told what is found, while it is at hand.</param>
    public MatchFinder(ReadOnlySpan<byte> block, Span<int> places, SymbolCounts counts)
    {
        _block = block;
        _places = places;
        _counts = counts;
    }

    /// <summary>Finds the sequences of a piece, which may repeat earlier pieces. Pieces are taken in order.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="found">Filled with them. A fourth of the piece's bytes is enough, and one.</param>
    /// <returns>How many. Only the last one has no match.</returns>
    /// <remarks>By itself, the loop keeps what it needs in the processor's registers.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Find(int start, int end, Span<DeflateSequence> found)
    {
        var block = _block;
        var places = _places;
        var counts = _counts;
        var count = 0;
        var written = start;
        var last = Math.Min(end - ShortestMatch, block.Length - Word - 1);
        var at = Math.Max(start, 1);
        for (int earlier; (earlier = Next(block, places, ref at, last)) >= 0; at++)
        {
            do
            {
                while (at > written && earlier > 0 && block[at - 1] == block[earlier - 1])
                {
                    at--;
                    earlier--;
                }

                counts.AddLiterals(block.Slice(written, at - written));
                var length = ShortestMatch + Common(block, at + ShortestMatch, earlier + ShortestMatch, end);
                count = Add(found, count, at - written, length, at - earlier - 1);
                at += length;
                written = at;
                earlier = at <= last ? Here(block, places, at) : -1;
            }
            while (earlier >= 0);
        }

        counts.AddLiterals(block.Slice(written, end - written));
        found[count] = new DeflateSequence(end - written, 0, 0);
        return count + 1;
    }

    /// <summary>Goes on to the next place that repeats.</summary>
    /// <returns>What it repeats, or -1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ReadOnlySpan<byte> block, Span<int> places, ref int place, int last)
    {
        var next = place;
        if (next > last)
        {
            return -1;
        }

        var hash = Hash(block, next);
        var looked = 1 << Patience;
        var step = 1;
        int at;
        int earlier;
        do
        {
            at = next;
            next += step;
            step = looked++ >> Patience;
            if (next > last)
            {
                return -1;
            }

            earlier = places[hash];
            places[hash] = at;
            hash = Hash(block, next);
        }
        while (!Repeats(block, at, earlier));
        place = at;
        return earlier;
    }

    /// <returns>What the place after a match repeats, or -1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Here(ReadOnlySpan<byte> block, Span<int> places, int at)
    {
        places[Hash(block, at - 2)] = at - 2;
        var hash = Hash(block, at);
        var earlier = places[hash];
        places[hash] = at;
        return Repeats(block, at, earlier) ? earlier : -1;
    }

    /// <summary>Whether four bytes are the same, and within the window. Most often they are not the same, which is asked first: a processor guesses that well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Repeats(ReadOnlySpan<byte> block, int at, int earlier)
        => BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(at)) == BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(earlier))
            && (uint)(at - earlier - 1) < DeflateCodes.Window;

    /// <summary>Of the seven bytes from here: of fewer, it would find much that is hardly worth the time it takes to write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(ReadOnlySpan<byte> block, int at)
        => (int)(((BinaryPrimitives.ReadUInt64LittleEndian(block.Slice(at)) << 8) * Spread) >> (64 - HashBits));

    /// <summary>How many bytes are the same from two places on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Common(ReadOnlySpan<byte> block, int at, int earlier, int end)
    {
        var from = at;
        for (; at + Word <= end; at += Word, earlier += Word)
        {
            var difference = BinaryPrimitives.ReadUInt64LittleEndian(block.Slice(at)) ^ BinaryPrimitives.ReadUInt64LittleEndian(block.Slice(earlier));
            if (difference != 0)
            {
                return at - from + SameBytes(difference);
            }
        }

        for (; at < end && block[at] == block[earlier]; at++, earlier++)
        {
        }

        return at - from;
    }

    private static int SameBytes(ulong difference)
    {
#if NET
        return BitOperations.TrailingZeroCount(difference) >> 3;
#else
        var same = 0;
        for (; (difference & 0xff) == 0; difference >>= 8)
        {
            same++;
        }

        return same;
#endif
    }

    /// <summary>Adds a match, which becomes several where it is long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Add(Span<DeflateSequence> found, int count, int literals, int length, int distance)
    {
        while (length > DeflateCodes.LongestMatch)
        {
            // What is left is no shorter than a match can be.
            var part = Math.Min(DeflateCodes.LongestMatch, length - ShortestMatch);
            found[count++] = new DeflateSequence(literals, (ushort)part, (ushort)distance);
            _counts.AddMatch(part, distance);
            literals = 0;
            length -= part;
        }

        found[count++] = new DeflateSequence(literals, (ushort)length, (ushort)distance);
        _counts.AddMatch(length, distance);
        return count;
    }
}
