using System;

namespace EcsTools.Images.Compression;

/// <summary>
/// Writes the code lengths of a piece's two Huffman codes for the header of its deflate block. Runs of equal lengths are counted, and the result is
/// itself Huffman coded. Source: RFC 1951, section 3.2.7.
/// </summary>
internal sealed class CodeLengths
{
    private const int RepeatLast = 16;
    private const int RepeatZero = 17;
    private const int RepeatZeroLong = 18;
    private const int FewestSymbols = 4;

    /// <summary>The order in the header. Symbols that are often unused come last, so that they can be left out.</summary>
    private static readonly byte[] Order = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };

    private readonly HuffmanCode _code = new(Order.Length, 7);
    private readonly int[] _counts = new int[Order.Length];
    private readonly (byte Symbol, byte Extra)[] _runs = new (byte, byte)[DeflateCodes.Literals + DeflateCodes.Distances];
    private int _count;
    private int _literals;
    private int _distances;
    private int _symbols;

    /// <summary>Collects the lengths of both codes.</summary>
    /// <returns>The number of bits that they need in the header.</returns>
    public long Build(HuffmanCode literals, HuffmanCode distances)
    {
        _literals = Used(literals.Lengths, DeflateCodes.FirstLength);
        _distances = Used(distances.Lengths, 1);
        Span<byte> lengths = stackalloc byte[_literals + _distances];
        literals.Lengths.AsSpan(0, _literals).CopyTo(lengths);
        distances.Lengths.AsSpan(0, _distances).CopyTo(lengths.Slice(_literals));
        _count = 0;
        Array.Clear(_counts, 0, _counts.Length);
        for (var at = 0; at < lengths.Length;)
        {
            var length = lengths[at];
            var run = 1;
            while (at + run < lengths.Length && lengths[at + run] == length)
            {
                run++;
            }

            at += run;
            AddRun(length, run);
        }

        var bits = _code.Build(_counts);
        _symbols = Order.Length;
        while (_symbols > FewestSymbols && _code.Lengths[Order[_symbols - 1]] == 0)
        {
            _symbols--;
        }

        foreach (var (symbol, _) in _runs.AsSpan(0, _count))
        {
            bits += ExtraBits(symbol);
        }

        return 5 + 5 + 4 + (3 * _symbols) + bits;
    }

    /// <summary>Writes the lengths that <see cref="Build"/> collected.</summary>
    public void Write(ref BitWriter writer)
    {
        writer.Add((ulong)(_literals - DeflateCodes.FirstLength), 5);
        writer.Add((ulong)(_distances - 1), 5);
        writer.Add((ulong)(_symbols - FewestSymbols), 4);
        for (var i = 0; i < _symbols; i++)
        {
            writer.Flush();
            writer.Add(_code.Lengths[Order[i]], 3);
        }

        _code.Assign();
        foreach (var (symbol, extra) in _runs.AsSpan(0, _count))
        {
            writer.Flush();
            writer.Add(_code.Codes[symbol]);
            writer.Add(extra, ExtraBits(symbol));
        }

        writer.Flush();
    }

    private static int ExtraBits(int symbol) => symbol switch { RepeatLast => 2, RepeatZero => 3, RepeatZeroLong => 7, _ => 0 };

    private static int Used(byte[] lengths, int fewest)
    {
        var used = lengths.Length;
        while (used > fewest && lengths[used - 1] == 0)
        {
            used--;
        }

        return used;
    }

    private void AddRun(byte length, int run)
    {
        if (length > 0)
        {
            Add(length, 0);
            run--;
        }

        for (int part; run > 2; run -= part)
        {
            if (length > 0)
            {
                part = Math.Min(run, 6);
                Add(RepeatLast, part - 3);
            }
            else if (run <= 10)
            {
                part = run;
                Add(RepeatZero, part - 3);
            }
            else
            {
                part = Math.Min(run, 138);
                Add(RepeatZeroLong, part - 11);
            }
        }

        for (; run > 0; run--)
        {
            Add(length, 0);
        }
    }

    private void Add(int symbol, int extra)
    {
        _runs[_count++] = ((byte)symbol, (byte)extra);
        _counts[symbol]++;
    }
}
