using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images;

/// <summary>A config or layer as its source has it, not yet read.</summary>
internal sealed class ImageBlob
{
    private readonly Func<CancellationToken, Task<Stream>> _open;

    public ImageBlob(string mediaType, long sourceSize, Func<CancellationToken, Task<Stream>> open)
    {
        MediaType = mediaType;
        SourceSize = sourceSize;
        _open = open;
    }

    /// <summary>Media type it is pushed as.</summary>
    public string MediaType { get; }

    /// <summary>Bytes in the source.</summary>
    public long SourceSize { get; }

    /// <summary>Digest and size as pushed, where the source knows them; null for a layer that is compressed on its way.</summary>
    public Descriptor? Descriptor { get; init; }

    /// <summary>Digest of the uncompressed layer, from the image's config; null for a config.</summary>
    public string? DiffId { get; init; }

    /// <summary>Whether the source's bytes are an uncompressed layer, to be gzipped on the way.</summary>
    public bool Compress { get; init; }

    /// <summary>Opens the bytes from their start. It may be called again, for a second try.</summary>
    public Task<Stream> OpenAsync(CancellationToken cancellationToken) => _open(cancellationToken);
}
