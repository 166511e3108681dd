using System;
using System.Collections.Generic;

namespace EcsTools.Images.Oci;

/// <summary>
/// One manifest of an image: an index with its children, or an image with its config and layers. Its bytes are those of the source, or null if they are
/// written once the digests of the layers are known.
/// </summary>
internal sealed class ImageManifest
{
    public required string MediaType { get; init; }

    /// <summary>The manifest from the source, byte for byte; null if it is written from the blobs.</summary>
    public byte[]? Bytes { get; init; }

    public ImageBlob? Config { get; init; }

    public IReadOnlyList<ImageBlob> Layers { get; init; } = Array.Empty<ImageBlob>();

    /// <summary>The manifests that an index names and the source contains.</summary>
    public IReadOnlyList<ImageManifest> Children { get; init; } = Array.Empty<ImageManifest>();

    public ImagePlatform? Platform { get; init; }

    /// <summary>Config and layers, in the order of the manifest.</summary>
    public IEnumerable<ImageBlob> Blobs()
    {
        if (Config is not null)
        {
            yield return Config;
        }

        foreach (var layer in Layers)
        {
            yield return layer;
        }
    }

    /// <summary>This manifest and all manifests below it, children first. A registry needs them in this order.</summary>
    public IEnumerable<ImageManifest> ChildrenFirst()
    {
        foreach (var child in Children)
        {
            foreach (var manifest in child.ChildrenFirst())
            {
                yield return manifest;
            }
        }

        yield return this;
    }
}
