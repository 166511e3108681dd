using System;
using System.Linq;
using EcsTools.Images.Compression;
using Xunit;

namespace EcsTools.Tests.Images.Compression;

public class HuffmanCodeTests
{
    [Fact]
    public void Frequent_symbols_have_the_shorter_codes()
    {
        var code = new HuffmanCode(4, 15);

        var bits = code.Build(new[] { 1, 8, 1, 4 });

        Assert.Equal(new byte[] { 3, 1, 3, 2 }, code.Lengths);
        Assert.Equal(8 + 8 + 3 + 3, bits);
    }

    [Fact]
    public void Codes_follow_each_other_in_the_order_of_their_symbols()
    {
        // The example of RFC 1951, section 3.2.2: lengths 3 3 3 3 3 2 4 4 give these codes.
        var code = new HuffmanCode(8, 15);
        new byte[] { 3, 3, 3, 3, 3, 2, 4, 4 }.CopyTo(code.Lengths, 0);

        code.Assign();

        var written = code.Codes.Select(value => Written(value & HuffmanCode.CodeMask, (int)(value >> HuffmanCode.LengthShift)));
        Assert.Equal(new[] { "010", "011", "100", "101", "110", "00", "1110", "1111" }, written);
    }

    [Theory]
    [InlineData(7, 19)]
    [InlineData(14, 30)]
    [InlineData(14, 286)]
    public void No_code_is_longer_than_the_limit_and_none_is_left_over(int longest, int symbols)
    {
        // Each as often as the two before it together: the deepest code there is.
        var counts = new int[symbols];
        var (last, next) = (1, 1);
        for (var i = 0; i < symbols; i++)
        {
            counts[i] = last;
            (last, next) = (next, Math.Min(last + next, 50_000));
        }

        var code = new HuffmanCode(symbols, longest);
        code.Build(counts);

        Assert.InRange(code.Lengths.Max(), 1, longest);
        Assert.Equal(1.0, code.Lengths.Where(length => length > 0).Sum(length => Math.Pow(2, -length)));
        Assert.Equal(counts.Zip(code.Lengths).OrderBy(pair => pair.First).Select(pair => -pair.Second), code.Lengths.Select(length => -length).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_code_has_two_symbols_at_least(int used)
    {
        var counts = new int[30];
        counts[20] = used;
        var code = new HuffmanCode(30, 14);

        code.Build(counts);

        Assert.Equal(2, code.Lengths.Count(length => length == 1));
        Assert.Equal(28, code.Lengths.Count(length => length == 0));
        Assert.Equal(used, code.Lengths[20]);
    }

    private static string Written(uint code, int length) => string.Concat(Enumerable.Range(0, length).Select(bit => (code >> bit & 1) == 1 ? '1' : '0'));
}
