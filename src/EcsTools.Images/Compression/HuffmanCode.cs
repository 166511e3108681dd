using System;

namespace EcsTools.Images.Compression;

/// <summary>A Huffman code for deflate, in which no code is longer than a limit. Source: RFC 1951, section 3.2.2.</summary>
internal sealed class HuffmanCode
{
    /// <summary>The position of the length in an element of <see cref="Codes"/>.</summary>
    public const int LengthShift = 24;

    public const uint CodeMask = (1 << LengthShift) - 1;

    private readonly int _longest;

    /// <param name="symbols">The number of symbols.</param>
    /// <param name="longest">The most bits of a code, at most 15.</param>
    public HuffmanCode(int symbols, int longest)
    {
        _longest = longest;
        Lengths = new byte[symbols];
        Codes = new uint[symbols];
    }

    /// <summary>The code length of each symbol in bits; 0 for a symbol that does not occur.</summary>
    public byte[] Lengths { get; }

    /// <summary>The code of each symbol, with its first bit lowest, and the length in the bits above.</summary>
    public uint[] Codes { get; }

    /// <summary>Chooses the code length of each symbol that occurs. Frequent symbols get shorter codes.</summary>
    /// <param name="counts">How often each symbol occurs.</param>
    /// <returns>The number of bits for all symbols together.</returns>
    public long Build(ReadOnlySpan<int> counts)
    {
        Array.Clear(Lengths, 0, Lengths.Length);
        Span<long> symbols = stackalloc long[counts.Length];
        var used = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
            {
                symbols[used++] = Weighed(counts[symbol], symbol);
            }
        }

        // Decoders refuse a code with only one symbol, except for distances. With two symbols, this needs no special case.
        for (var symbol = 0; used < 2; symbol++)
        {
            if (counts[symbol] == 0)
            {
                symbols[used++] = Weighed(1, symbol);
            }
        }

        symbols = symbols.Slice(0, used);
        Sort(symbols);
        SetLengths(symbols);
        return Bits(counts);
    }

    /// <summary>Chooses the code of each symbol. Codes of the same length are numbered in the order of their symbols.</summary>
    public void Assign()
    {
        Span<int> next = stackalloc int[_longest + 2];
        next.Clear();
        foreach (var length in Lengths)
        {
            next[length + 1]++;
        }

        next[1] = 0;
        for (var length = 2; length <= _longest; length++)
        {
            next[length] = (next[length] + next[length - 1]) << 1;
        }

        for (var symbol = 0; symbol < Lengths.Length; symbol++)
        {
            var length = Lengths[symbol];
            Codes[symbol] = length == 0 ? 0 : Reverse((uint)next[length]++, length) | ((uint)length << LengthShift);
        }
    }

    private static long Weighed(int count, int symbol) => ((long)count << 16) | (uint)symbol;

    private static int SymbolOf(long weighed) => (int)(weighed & 0xffff);

    private static long WeightOf(long weighed) => weighed >> 16;

    private long Bits(ReadOnlySpan<int> counts)
    {
        long bits = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            bits += (long)counts[symbol] * Lengths[symbol];
        }

        return bits;
    }

    /// <param name="symbols">The symbols that occur, with their weights, the rarest first.</param>
    private void SetLengths(ReadOnlySpan<long> symbols)
    {
        Span<int> ofLength = stackalloc int[_longest + 1];
        ofLength.Clear();
        CountLengths(symbols, ofLength);
        MakeRoom(ofLength);
        var rarest = 0;
        for (var length = _longest; length > 0; length--)
        {
            for (var left = ofLength[length]; left > 0; left--)
            {
                Lengths[SymbolOf(symbols[rarest++])] = (byte)length;
            }
        }
    }

    /// <summary>Joins the two rarest nodes until one is left. The depth of a symbol in this tree is its code length.</summary>
    private void CountLengths(ReadOnlySpan<long> symbols, Span<int> ofLength)
    {
        var nodes = (2 * symbols.Length) - 1;
        Span<long> weights = stackalloc long[nodes];
        Span<int> parents = stackalloc int[nodes];
        weights.Clear();
        for (var i = 0; i < symbols.Length; i++)
        {
            weights[i] = WeightOf(symbols[i]);
        }

        // Both the symbols and the joined nodes are sorted from rare to frequent.
        var (symbol, joined) = (0, symbols.Length);
        for (var node = symbols.Length; node < nodes; node++)
        {
            for (var child = 0; child < 2; child++)
            {
                var isSymbol = symbol < symbols.Length && (joined == node || weights[symbol] <= weights[joined]);
                var rarest = isSymbol ? symbol++ : joined++;
                weights[node] += weights[rarest];
                parents[rarest] = node;
            }
        }

        Span<int> depths = stackalloc int[nodes];
        depths[nodes - 1] = 0;
        for (var node = nodes - 2; node >= 0; node--)
        {
            depths[node] = depths[parents[node]] + 1;
            if (node < symbols.Length)
            {
                ofLength[Math.Min(depths[node], _longest)]++;
            }
        }
    }

    /// <summary>Codes that were longer than the limit were shortened. Makes shorter codes longer until all codes fit.</summary>
    private void MakeRoom(Span<int> ofLength)
    {
        var taken = 0;
        for (var length = 1; length <= _longest; length++)
        {
            taken += ofLength[length] << (_longest - length);
        }

        for (; taken > 1 << _longest; taken--)
        {
            var shorter = _longest - 1;
            while (ofLength[shorter] == 0)
            {
                shorter--;
            }

            // The shorter code becomes an inner node. It gets two codes below it: itself, and one of the longest codes.
            ofLength[shorter]--;
            ofLength[shorter + 1] += 2;
            ofLength[_longest]--;
        }
    }

    private static uint Reverse(uint code, int length)
    {
        uint reversed = 0;
        for (var bit = 0; bit < length; bit++)
        {
            reversed = (reversed << 1) | ((code >> bit) & 1);
        }

        return reversed;
    }

    private static void Sort(Span<long> symbols)
    {
#if NET
        symbols.Sort();
#else
        var sorted = symbols.ToArray();
        Array.Sort(sorted);
        sorted.CopyTo(symbols);
#endif
    }
}
