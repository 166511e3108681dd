namespace EcsTools.Images.Compression;

/// <summary>How hard the layers of an image are compressed on their way to a registry. Layers that are compressed already go as they are.</summary>
public enum ImageCompressionLevel
{
    /// <summary>
    /// Quick first; harder once the network shows to be the bottleneck, and not the processor. What was pushed before is taken as it is. Always quick in
    /// Windows PowerShell.
    /// </summary>
    Auto,

    /// <summary>Quick: about a fifth larger than gzip's default. A layer has the same digest wherever it is pushed from.</summary>
    Fastest,

    /// <summary>Deflate level 6, as gzip's default. A layer has the same digest on every run with the same .NET on the same system.</summary>
    Optimal,

    /// <summary>Deflate level 9; as Optimal in Windows PowerShell.</summary>
    SmallestSize,

    /// <summary>Gzip without compression.</summary>
    NoCompression,
}
