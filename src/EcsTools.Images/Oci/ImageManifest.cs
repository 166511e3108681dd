using System;
using System.Collections.Generic;

namespace EcsTools.Images.Oci;

/// <summary>
/// One manifest of an image: an index with its children, or an image with its config and layers. Its bytes are those of the source,
/// or null where they are made once the layers' digests are known.
/// </summary>
internal sealed class ImageManifest
{
    public required string MediaType { get; init; }

    /// <summary>The manifest as the source has it, byte for byte; null where it is made from the blobs.</summary>
    public byte[]? Bytes { get; init; }

    public ImageBlob? Config { get; init; }

    public IReadOnlyList<ImageBlob> Layers { get; init; } = Array.Empty<ImageBlob>();

    /// <summary>The manifests an index names and the source holds.</summary>
    public IReadOnlyList<ImageManifest> Children { get; init; } = Array.Empty<ImageManifest>();

    public ImagePlatform? Platform { get; init; }

    /// <summary>Config and layers, in the order of a manifest.</summary>
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

    /// <summary>This manifest and all below it, children first: the order in which a registry takes them.</summary>
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
