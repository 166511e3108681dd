using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images;
using EcsTools.Compression;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Compression;

public class LayerGzipTests
{
    public static TheoryData<int> Lengths => new() { 0, 1, 511, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_000 };

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task What_is_compressed_in_blocks_is_read_back_whole(int length)
    {
        var layer = Layer(length);

        var compressed = await CompressAsync(layer);

        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var back = new MemoryStream();
        await gzip.CopyToAsync(back);
        Assert.Equal(layer, back.ToArray());
    }

    [SkippableFact]
    public async Task It_is_one_member_whose_checksum_gzip_accepts()
    {
        Tool.Require("gzip");
        using var folder = new TemporaryFolder();
        var layer = Layer(3_500_000);
        await File.WriteAllBytesAsync(folder.File("layer.gz"), await CompressAsync(layer));

        await Tool.RunOrFailAsync("gzip", "-t", folder.File("layer.gz"));

        var listed = await Tool.RunOrFailAsync("gzip", "-l", folder.File("layer.gz"));
        Assert.Contains(" 3500000 ", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_layer_gives_the_same_bytes_every_time()
    {
        var layer = Layer(4_000_000);

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CompressAsync(layer)));

        Assert.Single(runs.Select(run => Convert.ToHexString(SHA256.HashData(run))).Distinct());
    }

    [Fact]
    public async Task What_the_quickest_level_would_make_larger_is_stored()
    {
        // Seven bits a byte, all of them bytes that a fixed code gives nine.
        var layer = new byte[3_000_000];
        new Random(3).NextBytes(layer);
        for (var i = 0; i < layer.Length; i++)
        {
            layer[i] = (byte)(144 + (layer[i] % 112));
        }

        var compressed = await CompressAsync(layer);

        Assert.InRange(compressed.Length, 0, layer.Length * 1.001);
    }

    [Fact]
    public async Task A_source_that_fails_in_the_middle_fails_the_compression()
    {
        await Assert.ThrowsAsync<IOException>(() => LayerGzip.CompressAsync(
            new BrokenStream(), -1, new MemoryStream(), new LayerCompressionPace(ImageCompressionLevel.Fastest), IncrementalHash.CreateHash(HashAlgorithmName.SHA256), _ => { }, CancellationToken.None));
    }

    private static byte[] Layer(int length)
    {
        var random = new Random(7);
        var bytes = new byte[length];
        random.NextBytes(bytes);
        for (var i = 0; i < length; i++)
        {
            // Half noise, half text: blocks that compress and blocks that do not.
            bytes[i] = (i >> 18) % 2 == 0 ? bytes[i] : (byte)"the quick brown fox "[i % 20];
        }

        return bytes;
    }

    private static async Task<byte[]> CompressAsync(byte[] layer)
    {
        using var target = new MemoryStream();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long told = 0;
        await LayerGzip.CompressAsync(new MemoryStream(layer), layer.Length, target, new LayerCompressionPace(ImageCompressionLevel.Fastest), hash, bytes => told = bytes, CancellationToken.None);
        Assert.Equal(layer.Length, told);
        Assert.Equal(SHA256.HashData(layer), hash.GetHashAndReset());
        return target.ToArray();
    }

    private sealed class BrokenStream : MemoryStream
    {
        private int _left = 3;

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => --_left > 0 ? Task.FromResult(count) : throw new IOException("the disk went away");
    }
}
