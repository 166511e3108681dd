using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images;
using EcsTools.Registry;
using Xunit;

namespace EcsTools.Tests.Registry;

/// <summary>How hard Auto compresses, by what the network takes.</summary>
public class LayerCompressionPaceTests
{
    [Fact]
    public async Task A_network_that_takes_little_makes_auto_compress_harder()
    {
        var (level, _) = await PushAsync(new SlowStream(TimeSpan.FromMilliseconds(250)), layers: 1);

        Assert.Equal(CompressionLevel.SmallestSize, level);
    }

    [Fact]
    public async Task A_network_that_takes_everything_keeps_auto_quick()
    {
        var (level, decided) = await PushAsync(new SlowStream(TimeSpan.Zero), layers: 1);

        Assert.Equal((CompressionLevel.Fastest, true), (level, decided));
    }

    [Fact]
    public async Task Little_of_many_layers_goes_out_before_it_is_decided()
    {
        var wire = new SlowStream(TimeSpan.FromMilliseconds(250));
        var (_, _) = await PushAsync(wire, layers: 4);

        // Of each layer that waited, a header and one block had gone out; without the wait each would have written on.
        Assert.True(wire.WritesBeforeDecision <= 4 * 2 + 4, $"{wire.WritesBeforeDecision} writes came before the decision");
    }

    [Fact]
    public async Task A_fixed_level_does_not_depend_on_the_network_or_on_what_else_is_sent()
    {
        var layer = Text(3_300_000);
        var alone = await CompressAsync(layer, new LayerCompressionPace(ImageCompressionLevel.Optimal, cores: 1));
        var pace = new LayerCompressionPace(ImageCompressionLevel.Optimal, cores: 64);

        var together = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CompressAsync(layer, pace)));

        Assert.All(together, bytes => Assert.Equal(alone, bytes));
    }

    private static async Task<(CompressionLevel Level, bool Decided)> PushAsync(SlowStream wire, int layers)
    {
        // Enough blocks for the sample to be taken, which a quick network ends by size.
        var layer = Text(wire.Pause == TimeSpan.Zero ? 60_000_000 : 5_000_000);
        var pace = new LayerCompressionPace(ImageCompressionLevel.Auto, cores: 2);
        wire.Pace = pace;
        await Task.WhenAll(Enumerable.Range(0, layers).Select(async _ =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await LayerGzip.CompressAsync(new MemoryStream(layer), wire, pace, hash, _ => { }, CancellationToken.None);
        }));
        return (pace.Level, pace.IsDecided);
    }

    private static async Task<byte[]> CompressAsync(byte[] layer, LayerCompressionPace pace)
    {
        using var target = new MemoryStream();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await LayerGzip.CompressAsync(new MemoryStream(layer), target, pace, hash, _ => { }, CancellationToken.None);
        return target.ToArray();
    }

    private static byte[] Text(int length)
    {
        var random = new Random(5);
        var bytes = new byte[length];
        random.NextBytes(bytes);
        for (var i = 0; i < length; i++)
        {
            bytes[i] &= 0x1f;
        }

        return bytes;
    }

    /// <summary>Takes a pause for every write.</summary>
    private sealed class SlowStream(TimeSpan pause) : MemoryStream
    {
        private int _writes;

        public TimeSpan Pause => pause;

        public LayerCompressionPace? Pace { get; set; }

        public int WritesBeforeDecision => _writes;

        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            if (Pace is { IsDecided: false })
            {
                Interlocked.Increment(ref _writes);
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, cancellationToken);
            }
        }
    }
}
