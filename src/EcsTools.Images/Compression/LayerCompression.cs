using System.IO;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Compression;

/// <summary>Recognises how a layer is compressed from its first bytes.</summary>
internal static class LayerCompression
{
    /// <summary>The media type of a compressed layer; null for a plain tar. It closes the stream.</summary>
    public static string? MediaTypeOf(Stream stream)
    {
        using (stream)
        {
            var head = new byte[4];
            var read = 0;
            int count;
            while (read < head.Length && (count = stream.Read(head, read, head.Length - read)) > 0)
            {
                read += count;
            }

            if (read >= 2 && head[0] == 0x1f && head[1] == 0x8b)
            {
                return MediaTypes.DockerLayerGzip;
            }

            var zstd = read == 4 && head[0] == 0x28 && head[1] == 0xb5 && head[2] == 0x2f && head[3] == 0xfd;
            return zstd ? MediaTypes.OciLayerZstd : null;
        }
    }
}
