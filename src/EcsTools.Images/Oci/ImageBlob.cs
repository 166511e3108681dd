using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Oci;

/// <summary>A config or layer in its source, not read yet.</summary>
internal sealed class ImageBlob
{
    private readonly Func<CancellationToken, Task<Stream>> _open;

    public ImageBlob(string mediaType, long sourceSize, Func<CancellationToken, Task<Stream>> open)
    {
        MediaType = mediaType;
        SourceSize = sourceSize;
        _open = open;
    }

    /// <summary>The media type in the registry.</summary>
    public string MediaType { get; }

    /// <summary>Number of bytes in the source; -1 if it is not known before the blob is read.</summary>
    public long SourceSize { get; }

    /// <summary>Digest and size in the registry, if the source knows them; null for a layer that is compressed while it is sent.</summary>
    public Descriptor? Descriptor { get; init; }

    /// <summary>Digest of the uncompressed layer, from the image's config; null for a config.</summary>
    public string? DiffId { get; init; }

    /// <summary>Whether the source has an uncompressed layer, which is gzipped while it is sent.</summary>
    public bool Compress { get; init; }

    /// <summary>
    /// Whether only the registry checks the digest, as it does for every blob. This is possible if the source is a file: it can be read again to find the
    /// cause if the registry refuses the blob. To hash it here too would take a tenth of a push's processor time.
    /// </summary>
    public bool IsFile { get; init; }

    /// <summary>Where it is, for messages, such as <c>0/layer.tar in '/tmp/web.tar'</c>; null if a message cannot say.</summary>
    public string? Place { get; init; }

    /// <summary>The key of the blob: the digest in the registry, or the diff id of a layer whose digest is not known yet.</summary>
    public string Name => Descriptor?.Digest ?? DiffId ?? throw new InvalidOperationException("A blob has a digest or a diff id.");

    /// <summary>Registry and repository that have it, for a blob that is copied; otherwise null.</summary>
    public BlobOrigin? MountFrom { get; init; }

    /// <summary>
    /// Completes when the source has the blob. It is awaited before a request to the registry, because an export may take long. Null if the source already
    /// has the blob.
    /// </summary>
    public Func<CancellationToken, Task>? Ready { get; init; }

    /// <summary>The same blob with another media type.</summary>
    public ImageBlob As(string mediaType) => new(mediaType, SourceSize, _open)
    {
        Descriptor = Descriptor is null ? null : Descriptor with { MediaType = mediaType },
        DiffId = DiffId,
        Compress = Compress,
        IsFile = IsFile,
        Place = Place,
        MountFrom = MountFrom,
        Ready = Ready,
    };

    /// <summary>Opens the bytes from their start. It may be called again for another attempt.</summary>
    public Task<Stream> OpenAsync(CancellationToken cancellationToken) => _open(cancellationToken);
}

/// <summary>The place of a blob: a registry, as host and port, and a repository in it.</summary>
internal sealed record BlobOrigin(string Host, string Repository);
