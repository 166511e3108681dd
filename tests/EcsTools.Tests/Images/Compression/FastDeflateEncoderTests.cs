using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using EcsTools.Images.Compression;
using Xunit;

namespace EcsTools.Tests.Images.Compression;

public class FastDeflateEncoderTests
{
    /// <summary>Around what is written or read at once, what is looked for, the longest match, a stored part, a piece, and a block.</summary>
    public static TheoryData<int> Lengths =>
        new(Enumerable.Range(0, 40).Concat(new[] { 257, 258, 259, 260, 262, 516, 65_535, 65_536, 131_069, 131_070, 131_071, 131_080, 262_141, 1 << 20 }));

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
    public void What_does_not_shrink_is_stored_with_five_bytes_for_each_part()
    {
        foreach (var length in new[] { 1, 1000, 65_535, 65_536, 131_070, 131_071, 1 << 20 })
        {
            var parts = (length + 65_534) / 65_535;

            Assert.Equal(length + (5 * (parts + 1)), Compress(Noise(new Random(length), length)).Length);
        }
    }

    [Fact]
    public void Text_shrinks_more_than_by_the_quickest_level_of_zlib()
    {
        // Words in the proportions of a language: the most frequent far more often than the rarest.
        var random = new Random(4);
        byte[] Word() => Noise(random, random.Next(2, 10)).Select(b => (byte)('a' + (b % 26))).Append((byte)' ').ToArray();
        var words = Enumerable.Range(0, 4000).Select(_ => Word()).ToArray();
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
        // A change of these is a change of ParallelGzip.Format: what was pushed with a fixed level before gets another digest.
        using var all = new MemoryStream();
        foreach (var block in GoldenBlocks())
        {
            all.Write(Compress(block));
        }

        Assert.Equal("4B4CF7FD3F224E7CA63BD67789A7400F", Convert.ToHexString(SHA256.HashData(all.ToArray()))[..32]);
        Assert.Equal(3, ParallelGzip.Format);
    }

    /// <summary>Of every kind, from a generator that no runtime changes: whatever the encoder decides is decided somewhere in these.</summary>
    private static IEnumerable<byte[]> GoldenBlocks()
    {
        var random = new Lehmer();
        byte[] Make(int length, Func<int, int> value) => Enumerable.Range(0, length).Select(i => (byte)value(i)).ToArray();
        var noise = Make(200_000, _ => random.Next());
        var words = Make(4000, i => i % 8 == 7 ? ' ' : 'a' + (random.Next() % (1 + (i % 26))));
        var text = Make(300_000, i => words[(i % 37) + (int)((long)i / 37 * 7919 % 3900)]);
        yield return noise;
        yield return text;

        // A whole block: stored pieces, matches from piece to piece, up to a piece's and the block's end, back to its first byte and to the window's.
        var whole = new byte[1 << 20];
        noise.CopyTo(whole, 0);
        Array.Copy(noise, 0, whole, 32_768, 100);
        for (var end = 131_070; end + 103_000 < whole.Length; end += 131_070)
        {
            text.AsSpan(0, 100_000).CopyTo(whole.AsSpan(end + 3000));
            noise.AsSpan(end % 1000, 400).CopyTo(whole.AsSpan(end - 500));
            whole.AsSpan(end - 500, 300).CopyTo(whole.AsSpan(end - (end % 3 == 0 ? 6 : 20)));
        }

        whole.AsSpan(whole.Length - 50_000, 300).CopyTo(whole.AsSpan(whole.Length - 300));
        yield return whole;

        // Few values far apart, hardly any symbol, one symbol, nearly as large as before, and small ones.
        yield return Make(150_000, i => i % 700 < 20 ? 255 : i % 11 == 0 ? 3 : 100);
        yield return Make(140_000, i => random.Next() % 3 == 0 ? 1 : 200);
        yield return new byte[400_000];
        yield return Make(140_000, i => random.Next() % 250);
        yield return Make(140_000, i => random.Next() % 244);
        for (var length = 0; length < 60; length++)
        {
            yield return Make(length, i => length % 3 == 0 ? i / 9 : random.Next());
        }
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
        var target = new byte[FastDeflateEncoder.Largest(block.Length)];
        return target[..FastDeflateEncoder.Compress(block, target)];
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
