using System;
using System.Diagnostics;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images;

namespace EcsTools.Registry;

/// <summary>
/// How hard the blocks of a push are compressed. A fixed level stays. Auto begins quickly, watches the first writes of all uploads together, and
/// decides once for the rest of the push: where the uploads mostly wait for a network that is slower than a harder compression, it compresses harder.
/// </summary>
internal sealed class LayerCompressionPace
{
    /// <summary>What a core gives out at level 6, in bytes a second. A network below this, for every core, is the bottleneck.</summary>
    private const double HardRatePerCore = 25_000_000;

#if NET
    /// <summary>The same at level 9, with half of a core left to everything else.</summary>
    private const double HardestRatePerCore = 4_000_000;
#endif

    private const long SampleBytes = 1 << 20;
    private const long EnoughBytes = 16 << 20;
    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan PatienceForLeader = TimeSpan.FromMilliseconds(900);

    private readonly object _gate = new();
    private readonly int _cores;
    private readonly CancellationTokenSource _decision = new();
    private Stopwatch? _watch;
    private TimeSpan _waited;
    private long _bytes;
    private int _uploads;
    private bool _decided;
    private bool _hasLeader;
    private CompressionLevel _level;

    public LayerCompressionPace(ImageCompressionLevel asked, int? cores = null)
    {
        Asked = asked;
        _cores = cores ?? Environment.ProcessorCount;
        _decided = asked != ImageCompressionLevel.Auto;
        _level = asked switch
        {
            ImageCompressionLevel.Auto or ImageCompressionLevel.Fastest => CompressionLevel.Fastest,
            ImageCompressionLevel.NoCompression => CompressionLevel.NoCompression,
#if NET
            ImageCompressionLevel.SmallestSize => CompressionLevel.SmallestSize,
#endif
            _ => CompressionLevel.Optimal,
        };
    }

    /// <summary>What the caller asked for.</summary>
    public ImageCompressionLevel Asked { get; }

    /// <summary>What a layer is known to be compressed by, so that a fixed level gives the same digest on every run; null for Auto, which takes any.</summary>
    public string? Encoder => Asked == ImageCompressionLevel.Auto ? null : EncoderOf(Asked);

    /// <summary>Whether the level stays as it is.</summary>
    public bool IsDecided
    {
        get
        {
            lock (_gate)
            {
                return _decided;
            }
        }
    }

    /// <summary>For the next block.</summary>
    public CompressionLevel Level
    {
        get
        {
            lock (_gate)
            {
                return _level;
            }
        }
    }

    /// <summary>
    /// Holds an upload after its first block until it is decided how hard to compress, or as long as deciding takes: what goes out before that, of one
    /// upload, is little, of all of them it would be much that cannot be taken back.
    /// </summary>
    public async Task AwaitDecisionAsync(CancellationToken cancellationToken)
    {
        TimeSpan left;
        lock (_gate)
        {
            if (_decided || _watch is null || !_hasLeader)
            {
                _hasLeader = true;
                return;
            }

            left = PatienceForLeader - _watch.Elapsed;
        }

        if (left > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _decision.Token);
            await Task.WhenAny(Task.Delay(left, either.Token)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The level in a word, with the encoder's version: another version of zlib gives other bytes.</summary>
    public static string EncoderOf(ImageCompressionLevel level) => $"gzip-{level}-{LayerGzip.Format}-{Environment.Version.Major}";

    public void BeginUpload()
    {
        lock (_gate)
        {
            _uploads++;
            _watch ??= Stopwatch.StartNew();
        }
    }

    public void EndUpload()
    {
        lock (_gate)
        {
            _uploads--;
        }
    }

    /// <param name="bytes">Bytes handed to the network.</param>
    /// <param name="waited">How long that took.</param>
    public void NoteWrite(long bytes, TimeSpan waited)
    {
        lock (_gate)
        {
            _bytes += bytes;
            _waited += waited;
            if (_decided || _watch is null || _bytes < SampleBytes || (_watch.Elapsed < SampleTime && _bytes < EnoughBytes))
            {
                return;
            }

            _decided = true;
            var elapsed = _watch.Elapsed.TotalSeconds;
            var mostlyWaiting = _waited.TotalSeconds > 0.5 * elapsed * Math.Max(1, _uploads);
            _level = mostlyWaiting ? LevelFor(_bytes / elapsed / _cores) : CompressionLevel.Fastest;
        }

        _decision.Cancel();
    }

    /// <param name="rate">Bytes a second that the network takes for each core.</param>
    private static CompressionLevel LevelFor(double rate)
#if NET
        => rate < HardestRatePerCore ? CompressionLevel.SmallestSize : rate < HardRatePerCore ? CompressionLevel.Optimal : CompressionLevel.Fastest;
#else
        => rate < HardRatePerCore ? CompressionLevel.Optimal : CompressionLevel.Fastest;
#endif
}
