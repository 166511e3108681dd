using System;
using System.IO;
using System.IO.Compression;

namespace EcsTools.Registry;

/// <summary>
/// Tells a block that is not worth compressing (pictures, archives, what is compressed or encrypted) by sixteen small pieces of it. Only the block's
/// bytes decide, so that the same layer always gives the same bytes.
/// </summary>
internal static class IncompressibleBlock
{
    private const int Pieces = 16;
    private const int PieceSize = 1024;

    /// <summary>A block whose pieces shrink by less than a twentieth is stored.</summary>
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

        using var packed = new MemoryStream(2 * sampleSize);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(sample, 0, sampleSize);
        }

        return packed.Length > sampleSize * WorthIt;
    }
}
