using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Oci;

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

    /// <summary>Bytes in the source; -1 where they are known only once it is read.</summary>
    public long SourceSize { get; }

    /// <summary>Digest and size as pushed, where the source knows them; null for a layer that is compressed on its way.</summary>
    public Descriptor? Descriptor { get; init; }

    /// <summary>Digest of the uncompressed layer, from the image's config; null for a config.</summary>
    public string? DiffId { get; init; }

    /// <summary>Whether the source's bytes are an uncompressed layer, to be gzipped on the way.</summary>
    public bool Compress { get; init; }

    /// <summary>
    /// Whether the digest is left to the registry to check, which it does of every blob: the source is a file, so that it can be read again to tell who is
    /// to blame where the registry refuses. Hashing it here as well would take a tenth of the processors' time of a push.
    /// </summary>
    public bool IsFile { get; init; }

    /// <summary>What it is known by: the digest it is pushed with, or, of a layer that gets one only on its way, its diff id.</summary>
    public string Name => Descriptor?.Digest ?? DiffId ?? throw new InvalidOperationException("A blob has a digest or a diff id.");

    /// <summary>Registry and repository that have it, of a blob that is copied; else null.</summary>
    public BlobOrigin? MountFrom { get; init; }

    /// <summary>Awaited before anything is opened for the blob at a registry, where its source may take long to have it; null where it is there.</summary>
    public Func<CancellationToken, Task>? Ready { get; init; }

    /// <summary>The same blob under another media type.</summary>
    public ImageBlob As(string mediaType) => new(mediaType, SourceSize, _open)
    {
        Descriptor = Descriptor is null ? null : Descriptor with { MediaType = mediaType },
        DiffId = DiffId,
        Compress = Compress,
        IsFile = IsFile,
        MountFrom = MountFrom,
        Ready = Ready,
    };

    /// <summary>Opens the bytes from their start. It may be called again, for a second try.</summary>
    public Task<Stream> OpenAsync(CancellationToken cancellationToken) => _open(cancellationToken);
}

/// <summary>Where a blob is: a registry, as host and port, and a repository in it.</summary>
internal sealed record BlobOrigin(string Host, string Repository);
