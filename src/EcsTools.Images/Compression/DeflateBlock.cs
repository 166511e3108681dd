using System;
using System.Buffers;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;

namespace EcsTools.Images.Compression;

/// <summary>One block of a layer, compressed by itself, up to a whole byte.</summary>
internal sealed class DeflateBlock : IDisposable
{
#if NET
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Shared;
#else
    // The shared pool of .NET Framework has no arrays that large.
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
    /// Whether zlib's blocks end where a flush asks for it. They do not on .NET Framework (Windows PowerShell): there, what is not the quickest level is
    /// compressed on one core.
    /// </summary>
    public static bool ZlibFlushEndsBlock { get; } = Deflate(new byte[] { 1, 2, 3 }, 3, CompressionLevel.Optimal, new byte[256]) > 0;

    public byte[] Bytes { get; }

    public int Length { get; }

    public int SourceLength { get; }

    /// <summary>How long it took to compress.</summary>
    public TimeSpan Took { get; }

    /// <summary>Compresses a block; what does not shrink is stored.</summary>
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

    /// <summary>zlib stores what does not shrink, in parts of some kilobytes with a head of five bytes: this is far more.</summary>
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
