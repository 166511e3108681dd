
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;

namespace EcsTools.Images.Push;

/// <summary>What a push did.</summary>
public sealed record PushResult
{
    /// <summary>Digest of the image or index that the tags name now.</summary>
    public required string Digest { get; init; }

    /// <summary>Its media type.</summary>
    public required string MediaType { get; init; }

    /// <summary>Platform of the image; null for an index, or if the image does not say.</summary>
    public ImagePlatform? Platform { get; init; }

    /// <summary>Who sent the layers.</summary>
    public ImageTransport Transport { get; init; } = ImageTransport.Direct;

    /// <summary>Bytes of config and layers as the registry holds them.</summary>
    public long Size { get; init; }

    /// <summary>Blobs that were sent.</summary>
    public int BlobsSent { get; init; }

    /// <summary>Blobs that the repository had already.</summary>
    public int BlobsPresent { get; init; }

    /// <summary>Blobs taken from another repository of the registry.</summary>
    public int BlobsMounted { get; init; }

    /// <summary>Bytes that were sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Tags that already named this digest.</summary>
    public int TagsPresent { get; init; }

    /// <summary>Tags that named another digest before.</summary>
    public int TagsReplaced { get; init; }
}
