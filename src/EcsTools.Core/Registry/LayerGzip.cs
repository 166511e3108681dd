using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Registry;

/// <summary>
/// Gzips a layer on every core: blocks of it are compressed side by side, each ended by a sync flush, and written in order as one gzip member.
/// The blocks do not depend on how many cores there are, so a fixed level gives the same bytes on every machine.
/// </summary>
internal static class LayerGzip
{
    /// <summary>Counts changes of what is written for the same layer and level.</summary>
    public const int Format = 2;

    /// <summary>Bytes of a block before compression: large enough that starting each with an empty window costs under a hundredth.</summary>
    private const int BlockSize = 1 << 20;

    /// <summary>The first block of a large layer while nobody knows what the network takes: it goes out compressed quickly, whatever the network.</summary>
    private const int FirstBlockSize = 1 << 18;

    /// <summary>Blocks of one layer in memory: more would make five uploads at a time costly on a machine of many cores.</summary>
    public const int MostBlocks = 6;

    /// <summary>The worst deflate can do to a block: level 1 may spend nine bits on a byte.</summary>
    private const int LargestBlock = BlockSize + (BlockSize / 7) + 4096;

    private const int HeaderSize = 10;

    /// <summary>A gzip header without a time or a name, so that equal layers have equal digests. Source: RFC 1952.</summary>
    private static readonly byte[] Header = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255 };

    /// <summary>
    /// Whether a flush ends a block here. It does nothing on .NET Framework (Windows PowerShell), where a layer is compressed on one core.
    /// </summary>
    private static readonly bool CanFlush = FlushEndsBlock();

    /// <summary>An empty last deflate block.</summary>
    private static readonly byte[] End = { 3, 0 };

    /// <param name="source">The layer.</param>
    /// <param name="sourceSize">Its bytes; -1 where they are not known.</param>
    /// <param name="target">Where the gzip member goes.</param>
    /// <param name="pace">How hard to compress.</param>
    /// <param name="sourceHash">Fed with the layer as it is read.</param>
    /// <param name="progress">Told the bytes read so far.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task CompressAsync(
        Stream source,
        long sourceSize,
        Stream target,
        LayerCompressionPace pace,
        IncrementalHash sourceHash,
        Action<long> progress,
        CancellationToken cancellationToken)
    {
        using var upload = pace.BeginUpload();
        if (CanFlush)
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
        LayerCompressionPace pace,
        LayerCompressionPace.Upload upload,
        IncrementalHash sourceHash,
        Action<long> progress,
        CancellationToken cancellationToken)
    {
        await target.WriteAsync(Header, 0, Header.Length, cancellationToken).ConfigureAwait(false);
        var waiting = new Queue<Task<GzipBlock>>();
        var most = Math.Min(Environment.ProcessorCount + 1, MostBlocks);
        var limit = pace.IsDecided ? most : 1;
        uint crc = 0;
        long total = 0;
        try
        {
            for (var ended = false; !ended || waiting.Count > 0;)
            {
                while (!ended && waiting.Count < limit)
                {
                    var size = limit == 1 ? firstBlock : BlockSize;
                    ended = !await ReadBlockAsync(source, size, pace.Level, sourceHash, waiting, cancellationToken).ConfigureAwait(false);
                }

                if (waiting.Count == 0)
                {
                    break;
                }

                using (var block = await waiting.Dequeue().ConfigureAwait(false))
                {
                    await WriteAsync(target, block, pace, cancellationToken).ConfigureAwait(false);
                    crc = GzipCrc.Combine(crc, block.Crc, block.SourceLength);
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
            // Nothing is compressed on after a failure.
            foreach (var block in waiting)
            {
                await block.ContinueWith(done => DisposeOf(done), TaskScheduler.Default).ConfigureAwait(false);
            }
        }

        await target.WriteAsync(End, 0, End.Length, cancellationToken).ConfigureAwait(false);
        await target.WriteAsync(Trailer(crc, total), 0, 8, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False at the end of the layer.</returns>
    private static async Task<bool> ReadBlockAsync(
        Stream source, int size, CompressionLevel level, IncrementalHash sourceHash, Queue<Task<GzipBlock>> waiting, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        var handedOver = false;
        try
        {
            var read = await FillAsync(source, buffer, size, cancellationToken).ConfigureAwait(false);
            if (read > 0)
            {
                sourceHash.AppendData(buffer, 0, read);
                waiting.Enqueue(Task.Run(() => CompressAndReturn(buffer, read, level), CancellationToken.None));
                handedOver = true;
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

    private static async Task WriteAsync(Stream target, GzipBlock block, LayerCompressionPace pace, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await target.WriteAsync(block.Bytes, HeaderSize, block.Length, cancellationToken).ConfigureAwait(false);
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

    private static GzipBlock CompressAndReturn(byte[] source, int length, CompressionLevel level)
    {
        try
        {
            var chosen = IncompressibleBlock.Is(source, length) ? CompressionLevel.NoCompression : level;
            var block = GzipBlock.Compress(source, length, chosen, LargestBlock);
            if (block.Length <= length || chosen == CompressionLevel.NoCompression)
            {
                return block;
            }

            // The quickest level has one code for all bytes, which makes some blocks larger that are not dense.
            block.Dispose();
            return GzipBlock.Compress(source, length, CompressionLevel.NoCompression, LargestBlock);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(source);
        }
    }

    private static bool FlushEndsBlock()
    {
        using var block = GzipBlock.Compress(new byte[] { 1, 2, 3 }, 3, CompressionLevel.Fastest, 1024);
        return block.Length > 4;
    }

    private static void DisposeOf(Task<GzipBlock> block)
    {
        if (block.Status == TaskStatus.RanToCompletion)
        {
            block.Result.Dispose();
        }
        else
        {
            // Seen, so that it is not reported as unobserved: an earlier failure is the one thrown.
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

    /// <summary>
    /// One block as a gzip member of its own, of which header, end and trailer are left out when it is written: zlib itself computes the CRC that way.
    /// </summary>
    private sealed class GzipBlock : IDisposable
    {
        private GzipBlock(byte[] bytes, int length, int sourceLength, uint crc, TimeSpan took)
        {
            Took = took;
            Bytes = bytes;
            Length = length;
            SourceLength = sourceLength;
            Crc = crc;
        }

        /// <summary>The block begins after a gzip header.</summary>
        public byte[] Bytes { get; }

        public int Length { get; }

        public int SourceLength { get; }

        public uint Crc { get; }

        /// <summary>How long it took to compress.</summary>
        public TimeSpan Took { get; }

        public static GzipBlock Compress(byte[] source, int length, CompressionLevel level, int largest)
        {
            var bytes = ArrayPool<byte>.Shared.Rent(largest);
            try
            {
                var watch = Stopwatch.StartNew();
                using var memory = new MemoryStream(bytes, 0, bytes.Length, writable: true);
                long flushed;
                using (var gzip = new GZipStream(memory, level, leaveOpen: true))
                {
                    gzip.Write(source, 0, length);
                    gzip.Flush();
                    flushed = memory.Position;
                }

                var crc = BitConverter.ToUInt32(bytes, (int)memory.Position - 8);
                return new GzipBlock(bytes, (int)flushed - HeaderSize, length, crc, watch.Elapsed);
            }
            catch
            {
                ArrayPool<byte>.Shared.Return(bytes);
                throw;
            }
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(Bytes);
    }
}
