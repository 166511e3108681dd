using System;
using System.Buffers;
using System.Runtime.CompilerServices;

namespace EcsTools.Images.Compression;

/// <summary>
/// A deflate encoder for a push whose bottleneck is the processor. For programs and libraries it is quicker than zlib's quickest level, and for text
/// somewhat slower. Its output is smaller in both cases. Each piece of a block has its own codes, or is stored if that is shorter. The output is the
/// same on every machine and runtime.
/// </summary>
internal sealed class FastDeflateEncoder
{
    private const int LargestStored = ushort.MaxValue;

    /// <summary>The size of a piece, which has its own codes. It is two whole parts if it is stored.</summary>
    private const int PieceSize = 2 * LargestStored;

    /// <summary>The longest literal code, so that four literals fit between two flushes.</summary>
    private const int LongestCode = 14;

    private readonly HuffmanCode _literals = new(DeflateCodes.Literals, LongestCode);
    private readonly HuffmanCode _distances = new(DeflateCodes.Distances, LongestCode);
    private readonly CodeLengths _lengths = new();
    private readonly SymbolCounts _counts = new();
    private readonly ulong[] _lengthCodes = new ulong[DeflateCodes.LongestMatch + 1];

    private FastDeflateEncoder()
    {
    }

    /// <summary>The most bytes that a block can become. Each stored part has a header of five bytes, and so has the empty part at the end.</summary>
    public static int Largest(int length) => length + (5 * ((length / LargestStored) + 2)) + BitWriter.Slack;

    /// <summary>
    /// Compresses a block independently of earlier blocks. The output ends at a whole byte, and is not the last block of its stream.
    /// </summary>
    /// <param name="block">The bytes to compress.</param>
    /// <param name="target">The buffer for the output. <see cref="Largest"/> bytes are always enough.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Compress(ReadOnlySpan<byte> block, Span<byte> target)
    {
        var places = ArrayPool<int>.Shared.Rent(1 << MatchFinder.HashBits);
        var sequences = ArrayPool<DeflateSequence>.Shared.Rent((PieceSize / MatchFinder.ShortestMatch) + 1);
        try
        {
            Array.Clear(places, 0, 1 << MatchFinder.HashBits);
            return new FastDeflateEncoder().CompressPieces(block, places, sequences, target);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(places);
            ArrayPool<DeflateSequence>.Shared.Return(sequences);
        }
    }

    private int CompressPieces(ReadOnlySpan<byte> block, Span<int> places, Span<DeflateSequence> sequences, Span<byte> target)
    {
        var finder = new MatchFinder(block, places, _counts);
        var writer = new BitWriter(target);
        for (var start = 0; start < block.Length; start += PieceSize)
        {
            var end = Math.Min(start + PieceSize, block.Length);
            _counts.Begin();
            var found = finder.Find(start, end, sequences);
            _counts.End();
            WritePiece(block.Slice(start, end - start), sequences.Slice(0, found), ref writer);
        }

        // An empty stored part, which ends at a whole byte.
        Store(default, ref writer);
        return writer.Written;
    }

    private void WritePiece(ReadOnlySpan<byte> piece, ReadOnlySpan<DeflateSequence> sequences, ref BitWriter writer)
    {
        var bits = _literals.Build(_counts.Literals) + _distances.Build(_counts.Distances) + _counts.ExtraBits();
        bits += 3 + _lengths.Build(_literals, _distances);
        if (bits / 8 >= piece.Length)
        {
            StoreParts(piece, ref writer);
            return;
        }

        // A block with its own codes that is not the last one.
        writer.Add(0b100, 3);
        _lengths.Write(ref writer);
        _literals.Assign();
        _distances.Assign();
        SetLengthCodes();
        WriteSequences(piece, sequences, ref writer);
        writer.Add(_literals.Codes[DeflateCodes.EndOfBlock]);
        writer.Flush();
    }

    /// <summary>For each length: its code and extra bits, and in the bits above them the number of these bits.</summary>
    private void SetLengthCodes()
    {
        for (var length = MatchFinder.ShortestMatch; length <= DeflateCodes.LongestMatch; length++)
        {
            var symbol = DeflateCodes.LengthSymbol[length];
            var code = _literals.Codes[DeflateCodes.FirstLength + symbol];
            var codeBits = (int)(code >> HuffmanCode.LengthShift);
            var both = (code & HuffmanCode.CodeMask) | ((ulong)(length - DeflateCodes.LengthBase[symbol]) << codeBits);
            _lengthCodes[length] = both | ((ulong)(codeBits + DeflateCodes.LengthBits[symbol]) << 32);
        }
    }

    private void WriteSequences(ReadOnlySpan<byte> piece, ReadOnlySpan<DeflateSequence> sequences, ref BitWriter target)
    {
        var literalCodes = _literals.Codes;
        var distanceCodes = _distances.Codes;
        var lengthCodes = _lengthCodes;

        // A local copy can stay in the processor's registers.
        var writer = target;
        foreach (var sequence in sequences)
        {
            WriteLiterals(piece.Slice(0, sequence.Literals), literalCodes, ref writer);
            if (sequence.Length > 0)
            {
                var length = lengthCodes[sequence.Length];
                writer.Add(length & uint.MaxValue, (int)(length >> 32));
                var symbol = DeflateCodes.DistanceSymbol(sequence.Distance);
                writer.Add(distanceCodes[symbol]);
                var extra = DeflateCodes.DistanceBits(symbol);
                writer.Add((ulong)sequence.Distance & ((1UL << extra) - 1), extra);
                writer.Flush();
            }

            piece = piece.Slice(sequence.Literals + sequence.Length);
        }

        target = writer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteLiterals(ReadOnlySpan<byte> literals, uint[] codes, ref BitWriter writer)
    {
        var at = 0;
        for (; at + 4 <= literals.Length; at += 4)
        {
            writer.Add(codes[literals[at]]);
            writer.Add(codes[literals[at + 1]]);
            writer.Add(codes[literals[at + 2]]);
            writer.Add(codes[literals[at + 3]]);
            writer.Flush();
        }

        for (; at < literals.Length; at++)
        {
            writer.Add(codes[literals[at]]);
        }

        writer.Flush();
    }

    private static void StoreParts(ReadOnlySpan<byte> piece, ref BitWriter writer)
    {
        for (; piece.Length > LargestStored; piece = piece.Slice(LargestStored))
        {
            Store(piece.Slice(0, LargestStored), ref writer);
        }

        Store(piece, ref writer);
    }

    private static void Store(ReadOnlySpan<byte> bytes, ref BitWriter writer)
    {
        writer.Add(0b000, 3);
        writer.Align();
        writer.Add((ushort)bytes.Length, 16);
        writer.Add((ushort)~bytes.Length, 16);
        writer.Write(bytes);
    }
}
