using System;
using System.Buffers;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;

namespace EcsTools.Images.Compression;

/// <summary>One block of a layer. It is compressed independently of other blocks and ends at a whole byte.</summary>
internal sealed class DeflateBlock : IDisposable
{
#if NET
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Shared;
#else
    // The shared array pool of .NET Framework has no arrays of this size.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(1 << 21, 16);
#endif

    private DeflateBlock(byte[] bytes, int length, int sourceLength, TimeSpan took)
    {
        Bytes = bytes;
        Length = length;
        SourceLength = sourceLength;
        Took = took;
    }

    /// <summary>
    /// Whether a zlib block ends at a flush. On .NET Framework (Windows PowerShell) it does not, so every level except the quickest uses one core
    /// there.
    /// </summary>
    public static bool ZlibFlushEndsBlock { get; } = Deflate(new byte[] { 1, 2, 3 }, 3, CompressionLevel.Optimal, new byte[256]) > 0;

    public byte[] Bytes { get; }

    public int Length { get; }

    public int SourceLength { get; }

    /// <summary>How long the compression took.</summary>
    public TimeSpan Took { get; }

    /// <summary>Compresses a block. If it does not become smaller, it is stored.</summary>
    public static DeflateBlock Compress(byte[] source, int length, CompressionLevel level)
    {
        var watch = Stopwatch.StartNew();
        var bytes = Pool.Rent(Math.Max(FastDeflateEncoder.Largest(length), LargestOfZlib(length)));
        try
        {
            var written = level == CompressionLevel.Fastest
                ? FastDeflateEncoder.Compress(source.AsSpan(0, length), bytes)
                : Deflate(source, length, IncompressibleBlock.Is(source, length) ? CompressionLevel.NoCompression : level, bytes);
            return new DeflateBlock(bytes, written, length, watch.Elapsed);
        }
        catch
        {
            Pool.Return(bytes);
            throw;
        }
    }

    public void Dispose() => Pool.Return(Bytes);

    /// <summary>
    /// If data does not become smaller, zlib stores it in parts of some kilobytes, each with a header of five bytes. This is far more than that
    /// needs.
    /// </summary>
    private static int LargestOfZlib(int length) => length + (length / 8) + 1024;

    private static int Deflate(byte[] source, int length, CompressionLevel level, byte[] target)
    {
        using var memory = new MemoryStream(target, 0, target.Length, writable: true);
        using var deflate = new DeflateStream(memory, level, leaveOpen: true);
        deflate.Write(source, 0, length);
        deflate.Flush();
        return (int)memory.Position;
    }
}
