using System.IO;

namespace EcsTools.Images.Oci;

/// <summary>The media type that a layer is pushed with.</summary>
internal static class LayerMediaType
{
    /// <summary>
    /// The media type of layers that are compressed here, or by a Docker engine. It is Docker's, because every registry and every version of Docker accepts it.
    /// A layer of an OCI image keeps an OCI type, and a layer that is compressed already keeps its own type.
    /// </summary>
    public const string Compressed = MediaTypes.DockerLayerGzip;

    /// <summary>Tells from the first bytes of a layer how it is compressed; null for a tar that is not compressed. Closes the stream.</summary>
    public static string? Detect(Stream stream)
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
                return Compressed;
            }

            var zstd = read == 4 && head[0] == 0x28 && head[1] == 0xb5 && head[2] == 0x2f && head[3] == 0xfd;
            return zstd ? MediaTypes.OciLayerZstd : null;
        }
    }
}
