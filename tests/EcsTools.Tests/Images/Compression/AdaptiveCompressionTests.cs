using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using Xunit;

namespace EcsTools.Tests.Images.Compression;

/// <summary>How hard Auto compresses, by what the network takes.</summary>
public class AdaptiveCompressionTests
{
    private TimeSpan _now;

    [Theory]
    [InlineData(2_000_000, 100, CompressionLevel.SmallestSize)]
    [InlineData(30_000_000, 100, CompressionLevel.Optimal)]
    [InlineData(90_000_000, 100, CompressionLevel.Fastest)]
    [InlineData(2_000_000, 1900, CompressionLevel.Fastest)]
    public void The_slower_the_network_that_idle_processors_wait_for_the_harder_auto_compresses(
        int bytesInASecond, int millisecondsBusy, CompressionLevel expected)
    {
        var pace = Pace();
        using var upload = pace.BeginUpload();

        _now += TimeSpan.FromSeconds(1);
        pace.NoteWrite(bytesInASecond, TimeSpan.FromMilliseconds(millisecondsBusy), TimeSpan.FromMilliseconds(900));

        Assert.Equal((true, expected), (pace.IsDecided, pace.Level));
    }

    [Fact]
    public void Processors_that_wait_for_the_source_make_nothing_harder()
    {
        var pace = Pace();
        using var upload = pace.BeginUpload();

        _now += TimeSpan.FromSeconds(10);
        pace.NoteWrite(2_000_000, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(5));

        Assert.Equal((false, CompressionLevel.Fastest), (pace.IsDecided, pace.Level));
    }

    [Fact]
    public void It_is_decided_once()
    {
        var pace = Pace();
        using var upload = pace.BeginUpload();
        pace.NoteWrite(20_000_000, TimeSpan.FromSeconds(1), TimeSpan.Zero);

        _now += TimeSpan.FromSeconds(100);
        pace.NoteWrite(1_000_000, TimeSpan.Zero, TimeSpan.FromSeconds(100));

        Assert.Equal(CompressionLevel.Fastest, pace.Level);
    }

    [Fact]
    public async Task One_upload_goes_on_while_it_is_not_decided_and_the_others_when_it_is()
    {
        var pace = Pace();
        using var first = pace.BeginUpload();
        await first.AwaitDecisionAsync(CancellationToken.None);
        using var other = pace.BeginUpload();

        var second = other.AwaitDecisionAsync(CancellationToken.None);
        var waited = !second.IsCompleted;
        pace.NoteWrite(20_000_000, TimeSpan.FromSeconds(1), TimeSpan.Zero);
        await second;

        Assert.True(waited);
    }

    [Fact]
    public async Task Another_takes_the_place_of_one_that_ended_too_soon_to_tell()
    {
        var pace = Pace();
        var first = pace.BeginUpload();
        await first.AwaitDecisionAsync(CancellationToken.None);
        using var other = pace.BeginUpload();
        var second = other.AwaitDecisionAsync(CancellationToken.None);
        using var third = pace.BeginUpload();

        first.Dispose();
        await second;

        Assert.False(pace.IsDecided);
        Assert.False(third.AwaitDecisionAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Who_waits_too_long_goes_on()
    {
        var pace = Pace();
        using var first = pace.BeginUpload();
        await first.AwaitDecisionAsync(CancellationToken.None);
        using var other = pace.BeginUpload();

        _now += TimeSpan.FromSeconds(3);
        await other.AwaitDecisionAsync(CancellationToken.None);

        Assert.False(pace.IsDecided);
    }

    [Fact]
    public async Task A_fixed_level_does_not_depend_on_the_cores_or_on_what_else_is_sent()
    {
        var layer = Text(3_300_000);
        var alone = await CompressAsync(layer, new AdaptiveCompression(ImageCompressionLevel.Optimal, cores: 1));
        var pace = new AdaptiveCompression(ImageCompressionLevel.Optimal, cores: 64);

        var together = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CompressAsync(layer, pace)));

        Assert.All(together, bytes => Assert.Equal(alone, bytes));
    }

    private AdaptiveCompression Pace() => new(ImageCompressionLevel.Auto, cores: 2, () => _now);

    private static async Task<byte[]> CompressAsync(byte[] layer, AdaptiveCompression pace)
    {
        using var target = new MemoryStream();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await ParallelGzip.CompressAsync(new MemoryStream(layer), layer.Length, target, pace, hash, _ => { }, CancellationToken.None);
        return target.ToArray();
    }

    private static byte[] Text(int length)
    {
        var bytes = new byte[length];
        new Random(5).NextBytes(bytes);
        for (var i = 0; i < length; i++)
        {
            bytes[i] &= 0x1f;
        }

        return bytes;
    }
}
