using EcsTools.Images;

namespace EcsTools.Registry;

/// <summary>What a push did.</summary>
internal sealed record PushResult
{
    public required string Digest { get; init; }

    public required string MediaType { get; init; }

    public ImagePlatform? Platform { get; init; }

    /// <summary>Who sent the layers.</summary>
    public ImageTransport Transport { get; init; } = ImageTransport.Direct;

    /// <summary>Bytes of config and layers as the registry holds them.</summary>
    public long Size { get; init; }

    public int BlobsSent { get; init; }

    public int BlobsPresent { get; init; }

    /// <summary>Blobs taken from another repository of the registry.</summary>
    public int BlobsMounted { get; init; }

    public long BytesSent { get; init; }

    /// <summary>Tags that already named this digest.</summary>
    public int TagsPresent { get; init; }

    /// <summary>Tags that named another digest before.</summary>
    public int TagsReplaced { get; init; }
}
