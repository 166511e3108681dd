namespace EcsTools.Images.Compression;

/// <summary>How hard to compress the layers of an image for a registry. Layers that are already compressed are sent unchanged.</summary>
public enum ImageCompressionLevel
{
    /// <summary>
    /// Begins with Fastest, and compresses harder if the network turns out to be the bottleneck and not the processor. Layers that were pushed before
    /// are reused, whatever their level. In Windows PowerShell this is always Fastest.
    /// </summary>
    Auto,

    /// <summary>Quick. The result is about a fifth larger than with gzip's default. A layer has the same digest on every machine.</summary>
    Fastest,

    /// <summary>
    /// Deflate level 6, gzip's default. A layer has the same digest on every run with the same version of .NET on the same operating system.
    /// </summary>
    Optimal,

    /// <summary>Deflate level 9. In Windows PowerShell it is the same as Optimal.</summary>
    SmallestSize,

    /// <summary>The gzip format without compression.</summary>
    NoCompression,
}
