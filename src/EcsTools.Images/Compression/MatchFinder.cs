using System;
using System.Buffers.Binary;
#if NET
using System.Numerics;
#endif
using System.Runtime.CompilerServices;

namespace EcsTools.Images.Compression;

/// <summary>
/// Finds repeated bytes in a block, in a quick way. Of all places with the same hash, it checks only the last one. If nothing repeats for a while, it
/// checks fewer and fewer places.
/// </summary>
internal readonly ref struct MatchFinder
{
    /// <summary>The size of the table of places, as a power of two. The table fits into the processor's first cache.</summary>
    public const int HashBits = 13;

    /// <summary>The shortest match. A shorter one saves hardly anything.</summary>
    public const int ShortestMatch = 4;

    /// <summary>A large odd number. A multiplication by it spreads the bytes over the upper bits.</summary>
    private const ulong Spread = 0x9E3779B185EBCA87;

    /// <summary>The number of bytes to read at once.</summary>
    private const int Word = sizeof(ulong);

    /// <summary>After this number of places without a match, as a power of two, the step grows by one.</summary>
    private const int Patience = 5;

    private readonly ReadOnlySpan<byte> _block;
    private readonly Span<int> _places;
    private readonly SymbolCounts _counts;

    /// <param name="block">The block to compress.</param>
    /// <param name="places">The last place of each hash, initially zero. Its size is 2 to the power of <see cref="HashBits"/>.</param>
    /// <param name="counts">Counts the symbols as they are found.</param>
    public MatchFinder(ReadOnlySpan<byte> block, Span<int> places, SymbolCounts counts)
    {
        _block = block;
        _places = places;
        _counts = counts;
    }

    /// <summary>Finds the sequences of a piece, which may repeat earlier pieces. Pieces must come in order.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="found">Receives the sequences. A quarter of the piece's bytes, plus one, is enough.</param>
    /// <returns>The number of sequences. Only the last one has no match.</returns>
    /// <remarks>This loop is a separate method so that its variables stay in the processor's registers.</remarks>
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

    /// <summary>Goes to the next place whose bytes repeat.</summary>
    /// <returns>The earlier place, or -1.</returns>
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

    /// <returns>The place that the bytes after a match repeat, or -1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Here(ReadOnlySpan<byte> block, Span<int> places, int at)
    {
        places[Hash(block, at - 2)] = at - 2;
        var hash = Hash(block, at);
        var earlier = places[hash];
        places[hash] = at;
        return Repeats(block, at, earlier) ? earlier : -1;
    }

    /// <summary>
    /// Whether four bytes are equal and within the window. They are compared first because they mostly differ, which a processor predicts well.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Repeats(ReadOnlySpan<byte> block, int at, int earlier)
        => BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(at)) == BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(earlier))
            && (uint)(at - earlier - 1) < DeflateCodes.Window;

    /// <summary>
    /// A hash of the next seven bytes. With fewer bytes there would be more matches that hardly save anything but take time to write.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(ReadOnlySpan<byte> block, int at)
        => (int)(((BinaryPrimitives.ReadUInt64LittleEndian(block.Slice(at)) << 8) * Spread) >> (64 - HashBits));

    /// <summary>The number of equal bytes from two places on.</summary>
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

    /// <summary>Adds a match. A long match becomes several.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Add(Span<DeflateSequence> found, int count, int literals, int length, int distance)
    {
        while (length > DeflateCodes.LongestMatch)
        {
            // The rest is never shorter than the shortest match.
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
