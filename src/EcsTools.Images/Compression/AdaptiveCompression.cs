using System;
using System.Diagnostics;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Compression;

/// <summary>
/// How hard the blocks of a push are compressed. A fixed level stays. Auto begins quickly, watches the first blocks, and decides once for the rest of the
/// push: where the processors are mostly idle, as the network takes less than they give, it compresses as hard as they can at the network's rate. How long
/// writes take does not tell by itself: the system takes some megabytes into its own buffers, whatever the network does.
/// </summary>
internal sealed class AdaptiveCompression
{
    /// <summary>What a core gives out at level 6, in bytes a second. A network below this, for every core, is the bottleneck.</summary>
    private const double HardRatePerCore = 25_000_000;

#if NET
    /// <summary>The same at level 9, with a part of a core left to everything else.</summary>
    private const double HardestRatePerCore = 6_000_000;
#endif

    /// <summary>Less says nothing.</summary>
    private const long SampleBytes = 1 << 20;

    /// <summary>So much that goes out while the processors are busy is no slow network.</summary>
    private const long EnoughBytes = 16 << 20;

    /// <summary>Blocks of one layer are compressed side by side on so many cores at most.</summary>
    private const int MostCores = ParallelGzip.MostBlocks;

    private static readonly TimeSpan BusyTime = TimeSpan.FromMilliseconds(400);

    /// <summary>What the system's buffers take at first looks like a quick network: it is watched longer.</summary>
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

    /// <param name="asked">What the caller asked for.</param>
    /// <param name="cores">Cores that compress; null for this machine's.</param>
    /// <param name="elapsed">A clock that only goes forward; null for the system's.</param>
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

    /// <summary>The level in a word, with what the bytes depend on: the quickest is the same everywhere, the runtime's zlib differs from version to version.</summary>
    public static string EncoderOf(ImageCompressionLevel level) => level == ImageCompressionLevel.Fastest
        ? $"gzip-{level}-{ParallelGzip.Format}"
        : $"gzip-{level}-{ParallelGzip.Format}-{Environment.Version}";

    /// <summary>Notes that a layer is being compressed, until what is answered is disposed.</summary>
    public Upload BeginUpload()
    {
        lock (_gate)
        {
            _begun ??= _elapsed();
            return new Upload(this);
        }
    }

    /// <param name="bytes">Bytes of a block that were handed to the network.</param>
    /// <param name="compressed">How long a core took to compress it.</param>
    /// <param name="waited">How long it took to hand it over.</param>
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

            // Processors that are idle while nothing waits for the network wait for the source, such as an export that arrives.
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
    /// Holds an upload after its first block until it is decided how hard to compress, or as long as deciding takes: what goes out before that, of one
    /// upload, is little, of all of them it would be much that cannot be taken back.
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

            // It was too small to tell: another one goes on in its place.
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

    /// <param name="rate">Bytes a second that the network takes for each core.</param>
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

        /// <summary>Ends when this layer may go on after its first block.</summary>
        public Task AwaitDecisionAsync(CancellationToken cancellationToken) => _pace.AwaitDecisionAsync(this, cancellationToken);

        public void Dispose() => _pace.End(this);
    }
}
