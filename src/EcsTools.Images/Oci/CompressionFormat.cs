using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcsTools.Images.Oci;

/// <summary>A format of compressed data, recognised by its first bytes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unpack">The command that unpacks a file, without the name of the file.</param>
internal sealed record CompressionFormat(string Name, string Unpack)
{
    public static readonly CompressionFormat Gzip = new("gzip", "gzip -dk") { Magic = [0x1f, 0x8b] };
    public static readonly CompressionFormat Zstd = new("zstd", "zstd -d") { Magic = [0x28, 0xb5, 0x2f, 0xfd] };

    private const int SecondOffset = 4;

    private static readonly CompressionFormat[] All =
    [
        Gzip,
        Zstd,
        new("bzip2", "bzip2 -dk") { Magic = [(byte)'B', (byte)'Z', (byte)'h'], Second = [(byte)'1', (byte)'A', (byte)'Y', (byte)'&', (byte)'S', (byte)'Y'] },
        new("xz", "xz -dk") { Magic = [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] },
        new("lz4", "lz4 -dk") { Magic = [0x04, 0x22, 0x4d, 0x18] },
        new("lzip", "lzip -dk") { Magic = [(byte)'L', (byte)'Z', (byte)'I', (byte)'P', 1] },
        new("zip", "unzip") { Magic = [(byte)'P', (byte)'K', 3, 4] },
    ];

    private byte[] Magic { get; init; } = [];

    /// <summary>
    /// The bytes after the magic of bzip2 and the level, which is one digit. The magic alone may also begin the name of a file in a tar archive.
    /// </summary>
    private byte[] Second { get; init; } = [];

    /// <summary>Whether containers can be started from layers of this format. Source: the OCI image specification, "Layer Media Types".</summary>
    public bool IsForLayers => this == Gzip || this == Zstd;

    /// <summary>The format of some content; null if it is none of these. Closes the stream.</summary>
    public static CompressionFormat? Detect(Stream stream)
    {
        using (stream)
        {
            var head = new byte[SecondOffset + 6];
            var read = 0;
            int count;
            while (read < head.Length && (count = stream.Read(head, read, head.Length - read)) > 0)
            {
                read += count;
            }

            return All.FirstOrDefault(format => StartsWith(head.Take(read), format.Magic) && StartsWith(head.Take(read).Skip(SecondOffset), format.Second));
        }
    }

    private static bool StartsWith(IEnumerable<byte> head, byte[] magic) => head.Take(magic.Length).SequenceEqual(magic);
}
