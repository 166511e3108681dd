using System;
using System.Diagnostics;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Compression;

/// <summary>
/// Decides how hard to compress the blocks of a push. A fixed level never changes. Auto begins with the quickest level, watches the first blocks, and
/// decides once for the rest of the push. If the processors are mostly idle because the network is slower than they are, it chooses the hardest level
/// that keeps the network busy. The time that writes take is not enough to decide: the operating system buffers some megabytes, however slow the
/// network is.
/// </summary>
internal sealed class AdaptiveCompression
{
    /// <summary>
    /// The bytes that a core produces in a second at level 6. If the network takes less than this for each core, the network is the bottleneck.
    /// </summary>
    private const double HardRatePerCore = 25_000_000;

#if NET
    /// <summary>The same at level 9. A part of the core is left for everything else.</summary>
    private const double HardestRatePerCore = 6_000_000;
#endif

    /// <summary>The fewest bytes for a decision.</summary>
    private const long SampleBytes = 1 << 20;

    /// <summary>If so many bytes go out while the processors are busy, the network is not slow.</summary>
    private const long EnoughBytes = 16 << 20;

    /// <summary>The most cores that compress blocks of one layer in parallel.</summary>
    private const int MostCores = ParallelGzip.MostBlocks;

    private static readonly TimeSpan BusyTime = TimeSpan.FromMilliseconds(400);

    /// <summary>At first the buffers of the operating system make the network look fast, so it is watched for longer.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceForLeader = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly int _cores;
    private readonly Func<TimeSpan> _elapsed;
    private TimeSpan? _begun;
    private TimeSpan _compressed;
    private TimeSpan _waited;
    private long _bytes;
    private bool _decided;
    private Upload? _leader;
    private TaskCompletionSource<bool> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CompressionLevel _level;

    /// <param name="asked">The level that the caller chose.</param>
    /// <param name="cores">The number of cores that compress; null for all cores of this machine.</param>
    /// <param name="elapsed">A clock that never goes back; null for the system's clock.</param>
    public AdaptiveCompression(ImageCompressionLevel asked, int? cores = null, Func<TimeSpan>? elapsed = null)
    {
        _elapsed = elapsed ?? SinceStart();
        Asked = asked;
        _cores = Math.Min(cores ?? Environment.ProcessorCount, MostCores);
        _decided = asked != ImageCompressionLevel.Auto || !DeflateBlock.ZlibFlushEndsBlock;
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

    /// <summary>The level that the caller chose.</summary>
    public ImageCompressionLevel Asked { get; }

    /// <summary>
    /// The encoder that must have compressed a layer, so that a fixed level gives the same digest on every run; null for Auto, which accepts any.
    /// </summary>
    public string? Encoder => Asked == ImageCompressionLevel.Auto ? null : EncoderOf(Asked);

    /// <summary>Whether the level can no longer change.</summary>
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

    /// <summary>The level for the next block.</summary>
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
    /// A name for the level, with everything that the compressed bytes depend on. The quickest level gives the same bytes everywhere; the runtime's
    /// zlib differs between versions.
    /// </summary>
    public static string EncoderOf(ImageCompressionLevel level) => level == ImageCompressionLevel.Fastest
        ? $"gzip-{level}-{ParallelGzip.Format}"
        : $"gzip-{level}-{ParallelGzip.Format}-{Environment.Version}";

    /// <summary>Records that a layer is being compressed, until the returned object is disposed.</summary>
    public Upload BeginUpload()
    {
        lock (_gate)
        {
            _begun ??= _elapsed();
            return new Upload(this);
        }
    }

    /// <param name="bytes">The size of a compressed block that was written to the network.</param>
    /// <param name="compressed">How long a core took to compress it.</param>
    /// <param name="waited">How long the write took.</param>
    public void NoteWrite(long bytes, TimeSpan compressed, TimeSpan waited)
    {
        lock (_gate)
        {
            _bytes += bytes;
            _compressed += compressed;
            _waited += waited;
            if (_decided || _begun is null || _bytes < SampleBytes)
            {
                return;
            }

            var elapsed = _elapsed() - _begun.Value;
            var isBusy = _compressed.TotalSeconds > 0.5 * elapsed.TotalSeconds * _cores;

            // If the processors are idle and nothing waits for the network, they wait for the source, such as an export that is arriving.
            var isWaiting = elapsed >= IdleTime && _waited.TotalSeconds > 0.5 * elapsed.TotalSeconds;
            if (isBusy ? elapsed < BusyTime && _bytes < EnoughBytes : !isWaiting)
            {
                return;
            }

            _decided = true;
            _level = isBusy ? CompressionLevel.Fastest : LevelFor(_bytes / elapsed.TotalSeconds / _cores);
        }

        Release();
    }

    /// <summary>
    /// Stops an upload after its first block until the level is decided, or until the time for the decision is over. One upload sends little in that
    /// time. All uploads together would send much that could no longer be compressed harder.
    /// </summary>
    private async Task AwaitDecisionAsync(Upload upload, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task released;
            TimeSpan left;
            lock (_gate)
            {
                left = PatienceForLeader - (_elapsed() - _begun!.Value);
                if (_decided || _leader is null || left <= TimeSpan.Zero)
                {
                    _leader ??= upload;
                    return;
                }

                released = _released.Task;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(released, Task.Delay(left, waiting.Token)).ConfigureAwait(false);
            waiting.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void End(Upload upload)
    {
        lock (_gate)
        {
            if (_leader != upload || _decided)
            {
                return;
            }

            // That layer was too small for a decision. Another upload continues in its place.
            _leader = null;
        }

        Release();
    }

    private void Release()
    {
        TaskCompletionSource<bool> released;
        lock (_gate)
        {
            released = _released;
            _released = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        released.SetResult(true);
    }

    private static Func<TimeSpan> SinceStart()
    {
        var watch = Stopwatch.StartNew();
        return () => watch.Elapsed;
    }

    /// <param name="rate">The bytes that the network takes in a second, for each core.</param>
    private static CompressionLevel LevelFor(double rate)
#if NET
        => rate < HardestRatePerCore ? CompressionLevel.SmallestSize : rate < HardRatePerCore ? CompressionLevel.Optimal : CompressionLevel.Fastest;
#else
        => rate < HardRatePerCore ? CompressionLevel.Optimal : CompressionLevel.Fastest;
#endif

    /// <summary>One layer that is being compressed.</summary>
    internal sealed class Upload : IDisposable
    {
        private readonly AdaptiveCompression _pace;

        public Upload(AdaptiveCompression pace)
        {
            _pace = pace;
        }

        /// <summary>Completes when this layer may continue after its first block.</summary>
        public Task AwaitDecisionAsync(CancellationToken cancellationToken) => _pace.AwaitDecisionAsync(this, cancellationToken);

        public void Dispose() => _pace.End(this);
    }
}
