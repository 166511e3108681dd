
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;
using EcsTools.Models;

namespace EcsTools.Images.Push;

/// <summary>The result of a push.</summary>
public sealed record PushResult
{
    /// <summary>Digest of the image or index that the tags now name.</summary>
    public required string Digest { get; init; }

    /// <summary>Its media type.</summary>
    public required string MediaType { get; init; }

    /// <summary>Platform of the image; null for an index, or if the image does not specify one.</summary>
    public ImagePlatform? Platform { get; init; }

    /// <summary>The build that came before; null if the source was an image already.</summary>
    public BuiltImage? Built { get; init; }

    /// <summary>What sent the layers.</summary>
    public ImageTransport Transport { get; init; } = ImageTransport.Direct;

    /// <summary>Total bytes of config and layers in the registry.</summary>
    public long Size { get; init; }

    /// <summary>Number of blobs that were sent.</summary>
    public int BlobsSent { get; init; }

    /// <summary>Number of blobs that the repository already had.</summary>
    public int BlobsPresent { get; init; }

    /// <summary>Number of blobs that were mounted from another repository of the registry.</summary>
    public int BlobsMounted { get; init; }

    /// <summary>Number of bytes that were sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Tags that already named this digest.</summary>
    public int TagsPresent { get; init; }

    /// <summary>Tags that named another digest before.</summary>
    public int TagsReplaced { get; init; }
}
