using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Compression;

/// <summary>
/// Gzips a layer on all cores. Its blocks are compressed in parallel, each ends with a sync flush, and they are written in order as one gzip member.
/// The blocks do not depend on the number of cores, so a fixed level gives the same bytes on every machine.
/// </summary>
internal static class ParallelGzip
{
    /// <summary>The version of the output. It must grow if the output for the same layer and level changes.</summary>
    public const int Format = 3;

    /// <summary>The size of a block before compression. It is large enough that an empty window at each start costs less than a hundredth.</summary>
    private const int BlockSize = 1 << 20;

    /// <summary>The first block of a large layer, while the speed of the network is not known. It is always compressed quickly.</summary>
    private const int FirstBlockSize = 1 << 18;

    /// <summary>
    /// The most blocks of one layer in memory. With more, five uploads at the same time would need much memory on a machine with many cores.
    /// </summary>
    public const int MostBlocks = 6;

    /// <summary>A gzip header without time and name, so that equal layers have equal digests. Source: RFC 1952.</summary>
    private static readonly byte[] Header = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255 };

    /// <summary>An empty last deflate block.</summary>
    private static readonly byte[] End = { 3, 0 };

    /// <param name="source">The layer.</param>
    /// <param name="sourceSize">Number of bytes in the layer; -1 if it is not known.</param>
    /// <param name="target">The stream that receives the gzip member.</param>
    /// <param name="pace">How hard to compress.</param>
    /// <param name="sourceHash">Receives the bytes of the layer as they are read.</param>
    /// <param name="progress">Receives the number of bytes read so far.</param>
    /// <param name="cancellationToken">Cancels the compression.</param>
    public static async Task CompressAsync(
        Stream source,
        long sourceSize,
        Stream target,
        AdaptiveCompression pace,
        IncrementalHash sourceHash,
        Action<long> progress,
        CancellationToken cancellationToken)
    {
        using var upload = pace.BeginUpload();
        if (DeflateBlock.ZlibFlushEndsBlock || pace.Asked is ImageCompressionLevel.Auto or ImageCompressionLevel.Fastest)
        {
            var firstBlock = sourceSize > 4 * BlockSize ? FirstBlockSize : BlockSize;
            await CompressInBlocksAsync(source, firstBlock, target, pace, upload, sourceHash, progress, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CompressInOneAsync(source, target, pace.Level, sourceHash, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CompressInBlocksAsync(
        Stream source,
        int firstBlock,
        Stream target,
        AdaptiveCompression pace,
        AdaptiveCompression.Upload upload,
        IncrementalHash sourceHash,
        Action<long> progress,
        CancellationToken cancellationToken)
    {
        await target.WriteAsync(Header, 0, Header.Length, cancellationToken).ConfigureAwait(false);
        var waiting = new Queue<Task<DeflateBlock>>();
        var crc = new Crc32();
        var most = Math.Min(Environment.ProcessorCount + 1, MostBlocks);
        var limit = pace.IsDecided ? most : 1;
        long total = 0;
        try
        {
            for (var ended = false; !ended || waiting.Count > 0;)
            {
                while (!ended && waiting.Count < limit)
                {
                    var size = limit == 1 ? firstBlock : BlockSize;
                    ended = !await ReadBlockAsync(source, size, pace.Level, sourceHash, crc, waiting, cancellationToken).ConfigureAwait(false);
                }

                if (waiting.Count == 0)
                {
                    break;
                }

                using (var block = await waiting.Dequeue().ConfigureAwait(false))
                {
                    await WriteAsync(target, block, pace, cancellationToken).ConfigureAwait(false);
                    progress(total += block.SourceLength);
                }

                if (limit == 1 && !ended)
                {
                    await upload.AwaitDecisionAsync(cancellationToken).ConfigureAwait(false);
                    limit = most;
                }
            }
        }
        finally
        {
            await DropAsync(waiting).ConfigureAwait(false);
        }

        await target.WriteAsync(End, 0, End.Length, cancellationToken).ConfigureAwait(false);
        await target.WriteAsync(Trailer(crc.GetCurrentHashAsUInt32(), total), 0, 8, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops compression after a failure.</summary>
    private static async Task DropAsync(Queue<Task<DeflateBlock>> waiting)
    {
        foreach (var block in waiting)
        {
            await block.ContinueWith(done => DisposeOf(done), TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    /// <returns>False at the end of the layer.</returns>
    private static async Task<bool> ReadBlockAsync(
        Stream source,
        int size,
        CompressionLevel level,
        IncrementalHash sourceHash,
        Crc32 crc,
        Queue<Task<DeflateBlock>> waiting,
        CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        var handedOver = false;
        try
        {
            var read = await FillAsync(source, buffer, size, cancellationToken).ConfigureAwait(false);
            if (read > 0)
            {
                sourceHash.AppendData(buffer, 0, read);
                crc.Append(buffer.AsSpan(0, read));
                handedOver = true;
                waiting.Enqueue(Task.Run(() => CompressAndReturn(buffer, read, level), CancellationToken.None));
            }

            return read == size;
        }
        finally
        {
            if (!handedOver)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static async Task WriteAsync(Stream target, DeflateBlock block, AdaptiveCompression pace, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await target.WriteAsync(block.Bytes, 0, block.Length, cancellationToken).ConfigureAwait(false);
        pace.NoteWrite(block.Length, block.Took, watch.Elapsed);
    }

    private static async Task CompressInOneAsync(
        Stream source, Stream target, CompressionLevel level, IncrementalHash sourceHash, Action<long> progress, CancellationToken cancellationToken)
    {
        using var gzip = new GZipStream(target, level, leaveOpen: true);
        var buffer = new byte[BlockSize];
        long total = 0;
        int read;
        while ((read = await FillAsync(source, buffer, BlockSize, cancellationToken).ConfigureAwait(false)) > 0)
        {
            sourceHash.AppendData(buffer, 0, read);
            await gzip.WriteAsync(buffer, 0, read, cancellationToken).ConfigureAwait(false);
            progress(total += read);
        }
    }

    private static async Task<int> FillAsync(Stream source, byte[] buffer, int size, CancellationToken cancellationToken)
    {
        var filled = 0;
        int read;
        while (filled < size
            && (read = await source.ReadAsync(buffer, filled, size - filled, cancellationToken).ConfigureAwait(false)) > 0)
        {
            filled += read;
        }

        return filled;
    }

    private static DeflateBlock CompressAndReturn(byte[] source, int length, CompressionLevel level)
    {
        try
        {
            return DeflateBlock.Compress(source, length, level);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(source);
        }
    }

    private static void DisposeOf(Task<DeflateBlock> block)
    {
        if (block.Status == TaskStatus.RanToCompletion)
        {
            block.Result.Dispose();
        }
        else
        {
            // Observes the exception, so that it is not reported as unobserved. An earlier failure is the one that is thrown.
            _ = block.Exception;
        }
    }

    private static byte[] Trailer(uint crc, long length)
    {
        var size = unchecked((uint)length);
        return new[]
        {
            (byte)crc, (byte)(crc >> 8), (byte)(crc >> 16), (byte)(crc >> 24), (byte)size, (byte)(size >> 8), (byte)(size >> 16), (byte)(size >> 24),
        };
    }
}
