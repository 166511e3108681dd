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

    /// <summary>
    /// The media type of a layer in a Docker archive, by its first bytes; null for a tar that is not compressed. Closes the stream.
    /// </summary>
    /// <exception cref="MalformedContentException">No container can be started from a layer of this format.</exception>
    public static string? Detect(Stream stream, string what)
    {
        var format = CompressionFormat.Detect(stream);
        RequireUsable(format, what);
        return format is null ? null : format == CompressionFormat.Zstd ? MediaTypes.OciLayerZstd : Compressed;
    }

    /// <summary>Throws if no container can be started from a layer of a format.</summary>
    /// <exception cref="MalformedContentException">It is neither gzip nor zstd.</exception>
    public static void RequireUsable(CompressionFormat? format, string what)
    {
        if (format is { IsForLayers: false })
        {
            throw new MalformedContentException($"{what} is compressed with {format.Name}, and containers start only from layers in gzip or zstd")
            {
                Remedy = "Load the image into a Docker engine, which unpacks its layers (docker load -i <file>), and push it from there with -Image.",
            };
        }
    }
}
