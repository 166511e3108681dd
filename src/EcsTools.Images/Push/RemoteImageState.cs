using System;
using System.Collections.Generic;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Push;

/// <summary>What a repository has already of an image that is to be pushed.</summary>
internal sealed class RemoteImageState
{
    public RemoteImageState(ImageManifest root, IReadOnlyList<string> tags)
    {
        Root = root;
        Tags = tags;
    }

    public ImageManifest Root { get; }

    public IReadOnlyList<string> Tags { get; }

    /// <summary>Digest that each tag names now; null for a tag that is not there.</summary>
    public Dictionary<string, string?> TagDigests { get; } = new(StringComparer.Ordinal);

    /// <summary>Manifests the repository has, with all that is below them.</summary>
    public HashSet<ImageManifest> PresentManifests { get; } = new();

    /// <summary>Blobs the repository has, by their names (<see cref="ImageBlob.Name"/>).</summary>
    public Dictionary<string, Descriptor> PresentBlobs { get; } = new(StringComparer.Ordinal);

    /// <summary>What blobs that the repository lacks are known to become, by their names: they may be mounted.</summary>
    public Dictionary<string, Descriptor> KnownBlobs { get; } = new(StringComparer.Ordinal);

    /// <summary>The very image under one of the tags, of a source whose manifest is made here; else null.</summary>
    public RegistryManifest? Same { get; set; }

    /// <summary>Digest of the image where every tag names it already; else null.</summary>
    public string? CompleteDigest { get; set; }

    /// <summary>Blobs that are not there, each once.</summary>
    public IEnumerable<ImageBlob> MissingBlobs()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var manifest in Root.ChildrenFirst())
        {
            foreach (var blob in PresentManifests.Contains(manifest) ? Array.Empty<ImageBlob>() : manifest.Blobs())
            {
                if (!PresentBlobs.ContainsKey(blob.Name) && seen.Add(blob.Name))
                {
                    yield return blob;
                }
            }
        }
    }
}
