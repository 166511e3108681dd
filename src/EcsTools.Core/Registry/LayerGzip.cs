using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Registry;

/// <summary>
/// Gzips a layer on every core: blocks of it are compressed side by side, each ended by a sync flush, and written in order as one gzip member.
/// The blocks do not depend on how many cores there are, so a level gives the same bytes whatever the machine's number of cores.
/// </summary>
internal static class LayerGzip
{
    /// <summary>Bytes of a block before compression: large enough that starting each with an empty window costs under a hundredth.</summary>
    private const int BlockSize = 1 << 20;

    private const int HeaderSize = 10;

    /// <summary>A gzip header without a time or a name, so that equal layers have equal digests. Source: RFC 1952.</summary>
    private static readonly byte[] Header = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255 };

    /// <summary>
    /// Whether a flush ends a block here. It does nothing on .NET Framework (Windows PowerShell), where a layer is compressed on one core.
    /// </summary>
    private static readonly bool CanFlush = Compress(new byte[] { 1, 2, 3 }, 3, CompressionLevel.Fastest).Length > 4;

    /// <summary>An empty last deflate block.</summary>
    private static readonly byte[] End = { 3, 0 };

    /// <param name="source">The layer.</param>
    /// <param name="target">Where the gzip member goes.</param>
    /// <param name="level">How hard to compress.</param>
    /// <param name="sourceHash">Fed with the layer as it is read.</param>
    /// <param name="progress">Told the bytes read so far.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task CompressAsync(
        Stream source, Stream target, CompressionLevel level, IncrementalHash sourceHash, Action<long> progress, CancellationToken cancellationToken)
    {
        if (!CanFlush)
        {
            await CompressInOneAsync(source, target, level, sourceHash, progress, cancellationToken).ConfigureAwait(false);
            return;
        }

        await target.WriteAsync(Header, 0, Header.Length, cancellationToken).ConfigureAwait(false);
        var waiting = new Queue<Task<Block>>();
        var limit = Environment.ProcessorCount + 1;
        uint crc = 0;
        long total = 0;
        try
        {
            for (var ended = false; !ended || waiting.Count > 0;)
            {
                while (!ended && waiting.Count < limit)
                {
                    var buffer = new byte[BlockSize];
                    var read = await FillAsync(source, buffer, cancellationToken).ConfigureAwait(false);
                    ended = read < BlockSize;
                    if (read > 0)
                    {
                        sourceHash.AppendData(buffer, 0, read);
                        waiting.Enqueue(Task.Run(() => Compress(buffer, read, level), cancellationToken));
                    }
                }

                if (waiting.Count == 0)
                {
                    break;
                }

                var block = await waiting.Dequeue().ConfigureAwait(false);
                await target.WriteAsync(block.Bytes, block.Start, block.Length, cancellationToken).ConfigureAwait(false);
                crc = GzipCrc.Combine(crc, block.Crc, block.SourceLength);
                progress(total += block.SourceLength);
            }
        }
        finally
        {
            // Nothing is compressed on after a failure.
            await Task.WhenAll(waiting).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }

        await target.WriteAsync(End, 0, End.Length, cancellationToken).ConfigureAwait(false);
        await target.WriteAsync(Trailer(crc, total), 0, 8, cancellationToken).ConfigureAwait(false);
    }

    private static async Task CompressInOneAsync(
        Stream source, Stream target, CompressionLevel level, IncrementalHash sourceHash, Action<long> progress, CancellationToken cancellationToken)
    {
        using var gzip = new GZipStream(target, level, leaveOpen: true);
        var buffer = new byte[BlockSize];
        long total = 0;
        int read;
        while ((read = await FillAsync(source, buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            sourceHash.AppendData(buffer, 0, read);
            await gzip.WriteAsync(buffer, 0, read, cancellationToken).ConfigureAwait(false);
            progress(total += read);
        }
    }

    private static async Task<int> FillAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        int read;
        while (filled < buffer.Length
            && (read = await source.ReadAsync(buffer, filled, buffer.Length - filled, cancellationToken).ConfigureAwait(false)) > 0)
        {
            filled += read;
        }

        return filled;
    }

    /// <summary>
    /// One block as a gzip member of its own, of which header, end and trailer are left out: zlib itself computes the CRC that way.
    /// </summary>
    private static Block Compress(byte[] source, int length, CompressionLevel level)
    {
        using var memory = new MemoryStream((length / 2) + 1024);
        long flushed;
        using (var gzip = new GZipStream(memory, level, leaveOpen: true))
        {
            gzip.Write(source, 0, length);
            gzip.Flush();
            flushed = memory.Position;
        }

        var bytes = memory.GetBuffer();
        var trailer = (int)memory.Length - 8;
        return new Block(bytes, HeaderSize, (int)flushed - HeaderSize, length, BitConverter.ToUInt32(bytes, trailer));
    }

    private static byte[] Trailer(uint crc, long length)
    {
        var size = unchecked((uint)length);
        return new[]
        {
            (byte)crc, (byte)(crc >> 8), (byte)(crc >> 16), (byte)(crc >> 24), (byte)size, (byte)(size >> 8), (byte)(size >> 16), (byte)(size >> 24),
        };
    }

    private sealed record Block(byte[] Bytes, int Start, int Length, int SourceLength, uint Crc);
}
