using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Compression;

public class ParallelGzipTests
{
    public static TheoryData<int> Lengths => new() { 0, 1, 511, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_000 };

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task What_is_compressed_in_blocks_is_read_back_whole(int length)
    {
        var layer = Layer(length);

        var compressed = await CompressAsync(layer);

        Assert.Equal(layer, await ReadBackAsync(compressed));
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

    [Theory]
    [InlineData(ImageCompressionLevel.Fastest)]
    [InlineData(ImageCompressionLevel.Optimal)]
    [InlineData(ImageCompressionLevel.SmallestSize)]
    [InlineData(ImageCompressionLevel.NoCompression)]
    public async Task Every_level_is_read_back_and_stores_what_does_not_shrink(ImageCompressionLevel level)
    {
        var noise = new byte[3_000_000];
        new Random(3).NextBytes(noise);

        // Too uneven to be seen as dense, and hardly smaller by any code.
        var uneven = noise.Select((value, i) => (byte)(i % 64 == 0 ? 0 : value % 240)).ToArray();
        foreach (var layer in new[] { noise, uneven, Layer(2_500_000) })
        {
            var compressed = await CompressAsync(layer, level);

            Assert.InRange(compressed.Length, 0, layer.Length * 1.001);
            Assert.Equal(layer, await ReadBackAsync(compressed));
        }
    }

    [Fact]
    public async Task A_level_that_changes_in_the_middle_of_a_layer_is_read_back()
    {
        // A network that takes its time until Auto has seen that, and compresses harder from then on.
        var layer = Layer(12_000_000);
        var pace = new AdaptiveCompression(ImageCompressionLevel.Auto);
        using var written = new SlowStream { Written = _ => Task.Delay(pace.IsDecided ? 0 : 400) };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        await ParallelGzip.CompressAsync(new MemoryStream(layer), layer.Length, written, pace, hash, _ => { }, CancellationToken.None);

        Assert.NotEqual(CompressionLevel.Fastest, pace.Level);
        Assert.Equal(layer, await ReadBackAsync(written.ToArray()));
    }

    [Fact]
    public async Task A_target_that_fails_ends_it_with_its_error()
        => await Assert.ThrowsAsync<IOException>(() => CompressToAsync(Layer(9_000_000), new FullStream(), CancellationToken.None));

    [Fact]
    public async Task A_cancellation_ends_it()
    {
        var layer = Layer(9_000_000);
        using var cancelled = new CancellationTokenSource();
        using var cancelling = new SlowStream { Written = bytes => bytes > 1_000_000 ? cancelled.CancelAsync() : Task.CompletedTask };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CompressToAsync(layer, cancelling, cancelled.Token));
    }

    [Fact]
    public void A_layer_is_known_by_what_its_bytes_depend_on()
    {
        Assert.Equal("gzip-Fastest-3", AdaptiveCompression.EncoderOf(ImageCompressionLevel.Fastest));
        Assert.Equal($"gzip-Optimal-3-{Environment.Version}", AdaptiveCompression.EncoderOf(ImageCompressionLevel.Optimal));
        Assert.Null(new AdaptiveCompression(ImageCompressionLevel.Auto).Encoder);
    }

    [Fact]
    public async Task A_source_that_fails_in_the_middle_fails_the_compression()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var pace = new AdaptiveCompression(ImageCompressionLevel.Fastest);

        await Assert.ThrowsAsync<IOException>(
            () => ParallelGzip.CompressAsync(new BrokenStream(), -1, new MemoryStream(), pace, hash, _ => { }, CancellationToken.None));
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

    private static async Task<byte[]> CompressAsync(byte[] layer, ImageCompressionLevel level = ImageCompressionLevel.Fastest)
    {
        using var target = new MemoryStream();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long told = 0;
        await ParallelGzip.CompressAsync(
            new MemoryStream(layer), layer.Length, target, new AdaptiveCompression(level), hash, bytes => told = bytes, CancellationToken.None);
        Assert.Equal(layer.Length, told);
        Assert.Equal(SHA256.HashData(layer), hash.GetHashAndReset());
        return target.ToArray();
    }

    private static async Task CompressToAsync(byte[] layer, Stream target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var pace = new AdaptiveCompression(ImageCompressionLevel.Fastest);
        await ParallelGzip.CompressAsync(new MemoryStream(layer), layer.Length, target, pace, hash, _ => { }, cancellationToken);
    }

    private static async Task<byte[]> ReadBackAsync(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var back = new MemoryStream();
        await gzip.CopyToAsync(back);
        return back.ToArray();
    }

    private sealed class SlowStream : MemoryStream
    {
        public required Func<long, Task> Written { get; init; }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(buffer, offset, count);
            return Written(Length);
        }
    }

    /// <summary>Takes a little.</summary>
    private sealed class FullStream : MemoryStream
    {
        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Length > 1_000_000 ? throw new IOException("nobody takes more") : Task.CompletedTask;
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        private int _left = 3;

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => --_left > 0 ? Task.FromResult(count) : throw new IOException("the disk went away");
    }
}
