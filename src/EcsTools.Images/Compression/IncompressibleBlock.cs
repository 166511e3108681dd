using System;
using System.IO;
using System.IO.Compression;

namespace EcsTools.Images.Compression;

/// <summary>
/// Recognises a block that is not worth compressing (pictures, archives, compressed or encrypted data) from sixteen small samples of it. Only the
/// bytes of the block decide, so the same layer always gives the same output.
/// </summary>
internal static class IncompressibleBlock
{
    private const int Pieces = 16;
    private const int PieceSize = 1024;

    /// <summary>The fewest bits of entropy in a byte of compressed or encrypted data. 16 KB of random bytes have 7.98.</summary>
    private const double Dense = 7.5;

    /// <summary>A block is stored if its samples become smaller by less than a twentieth.</summary>
    private const double WorthIt = 0.95;

    public static bool Is(byte[] block, int length)
    {
        const int sampleSize = Pieces * PieceSize;
        if (length < 4 * sampleSize)
        {
            return false;
        }

        var sample = new byte[sampleSize];
        var step = (length - PieceSize) / (Pieces - 1);
        for (var piece = 0; piece < Pieces; piece++)
        {
            Buffer.BlockCopy(block, piece * step, sample, piece * PieceSize, PieceSize);
        }

        if (BitsPerByte(sample) < Dense)
        {
            return false;
        }

        using var packed = new MemoryStream(2 * sampleSize);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(sample, 0, sampleSize);
        }

        return packed.Length > sampleSize * WorthIt;
    }

    /// <summary>The entropy of single bytes. This is far quicker than compressing them, and enough for most blocks.</summary>
    private static double BitsPerByte(byte[] sample)
    {
        var counts = new int[256];
        foreach (var value in sample)
        {
            counts[value]++;
        }

        var sum = 0.0;
        foreach (var count in counts)
        {
            sum += count > 0 ? count * Math.Log(count) : 0;
        }

        return (Math.Log(sample.Length) - (sum / sample.Length)) / Math.Log(2);
    }
}
