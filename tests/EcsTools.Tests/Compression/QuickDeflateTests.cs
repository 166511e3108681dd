using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using EcsTools.Compression;
using Xunit;

namespace EcsTools.Tests.Compression;

public class QuickDeflateTests
{
    /// <summary>Around what is written or read at once, what is looked for, the longest match, a stored part, a piece, and a block.</summary>
    public static TheoryData<int> Lengths =>
        new(Enumerable.Range(0, 40).Concat(new[] { 257, 258, 259, 260, 262, 516, 65_535, 65_536, 131_071, 131_072, 131_073, 131_080, 262_145, 1 << 20 }));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Blocks_of_every_kind_and_length_are_read_back(int length)
    {
        foreach (var kind in Kinds)
        {
            ReadsBack(kind(new Random(length), length));
        }
    }

    [Fact]
    public void A_thousand_mixed_blocks_are_read_back()
    {
        var random = new Random(20);
        for (var i = 0; i < 1000; i++)
        {
            ReadsBack(Mixed(random, random.Next(1 << random.Next(1, 19))));
        }
    }

    [Fact]
    public void What_repeats_is_found_up_to_the_window_and_not_beyond()
    {
        byte[] Twice(int distance)
        {
            var word = Noise(new Random(1), 64);
            return [.. word, .. new byte[distance - word.Length], .. word];
        }

        ReadsBack(Twice(32_768));
        ReadsBack(Twice(32_769));
        Assert.InRange(Compress(Twice(32_769)).Length - Compress(Twice(32_768)).Length, 50, 70);
    }

    [Fact]
    public void A_block_may_be_as_large_as_it_was_and_little_more()
    {
        foreach (var length in new[] { 1, 1000, 65_536, 131_072, 1 << 20 })
        {
            var compressed = Compress(Noise(new Random(length), length));

            Assert.InRange(compressed.Length, length, QuickDeflate.Largest(length));
            Assert.InRange(compressed.Length, 0, length + 5 + (length / 4096) + 10);
        }
    }

    [Fact]
    public void Text_shrinks_more_than_by_the_quickest_level_of_zlib()
    {
        // Words in the proportions of a language: the most frequent far more often than the rarest.
        var random = new Random(4);
        var words = Enumerable.Range(0, 4000).Select(_ => Noise(random, random.Next(2, 10)).Select(b => (byte)('a' + (b % 26))).Append((byte)' ').ToArray()).ToArray();
        var text = new List<byte>();
        while (text.Count < 1_000_000)
        {
            text.AddRange(words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))]);
        }

        var block = text.Take(1_000_000).ToArray();
        using var zlib = new MemoryStream();
        using (var deflate = new DeflateStream(zlib, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(block);
        }

        Assert.InRange(Compress(block).Length, 0, zlib.Length);
    }

    [Fact]
    public void The_bytes_are_the_same_on_every_machine_and_runtime()
    {
        // A change of these is a change of LayerGzip.Format: what was pushed with a fixed level before gets another digest.
        var random = new Lehmer();
        var block = Enumerable.Range(0, 300_000).Select(i => i % 3000 < 1000 ? (byte)random.Next() : (byte)(i / 7 % 50)).ToArray();

        Assert.Equal("F68A288949341BDBE3E66B53BB9047A2", Convert.ToHexString(SHA256.HashData(Compress(block)))[..32]);
        Assert.Equal(3, LayerGzip.Format);
    }

    private static IEnumerable<Func<Random, int, byte[]>> Kinds => new Func<Random, int, byte[]>[]
    {
        Noise,
        (_, length) => new byte[length],
        (_, length) => Enumerable.Range(0, length).Select(i => (byte)i).ToArray(),
        (_, length) => Enumerable.Range(0, length).Select(i => (byte)"the quick brown fox "[i % 20]).ToArray(),
        (random, length) => Enumerable.Range(0, length).Select(_ => (byte)(random.Next(100) == 0 ? 1 : 0)).ToArray(),
        (random, length) => Enumerable.Range(0, length).Select(_ => (byte)Math.Min(255, -Math.Log(random.NextDouble()) * 3)).ToArray(),
        Mixed,
    };

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Runs of one byte, of noise, and of what was there before at any distance.</summary>
    private static byte[] Mixed(Random random, int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length;)
        {
            var run = Math.Min(length - at, random.Next(1, 1 << random.Next(1, 11)));
            switch (random.Next(3))
            {
                case 0:
                    random.NextBytes(bytes.AsSpan(at, run));
                    break;
                case 1:
                    bytes.AsSpan(at, run).Fill((byte)random.Next(256));
                    break;
                default:
                    var back = random.Next(at + 1);
                    for (var i = at; back > 0 && i < at + run; i++)
                    {
                        bytes[i] = bytes[i - back];
                    }

                    break;
            }

            at += run;
        }

        return bytes;
    }

    private static byte[] Compress(byte[] block)
    {
        // What is behind the most it may take is not touched.
        var target = new byte[QuickDeflate.Largest(block.Length) + 16];
        var written = QuickDeflate.Compress(block, target.AsSpan(0, target.Length - 16));
        Assert.All(target[^16..], value => Assert.Equal(0, value));
        return target[..written];
    }

    private static void ReadsBack(byte[] block)
    {
        // Two blocks after each other, and the end, as a layer has them.
        var compressed = Compress(block);
        using var deflate = new DeflateStream(new MemoryStream([.. compressed, .. compressed, 3, 0]), CompressionMode.Decompress);
        using var back = new MemoryStream();
        deflate.CopyTo(back);
        Assert.True(back.ToArray().AsSpan().SequenceEqual((byte[])[.. block, .. block]), $"A block of {block.Length} bytes is not read back.");
    }

    /// <summary>A generator that no runtime changes.</summary>
    private sealed class Lehmer
    {
        private ulong _state = 1;

        public int Next() => (int)((_state = _state * 48271 % 2147483647) >> 8 & 0xff);
    }
}
