using System;
using System.Collections.Generic;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Push;

/// <summary>What a repository already has of an image that is to be pushed.</summary>
internal sealed class RemoteImageState
{
    public RemoteImageState(ImageManifest root, IReadOnlyList<string> tags)
    {
        Root = root;
        Tags = tags;
    }

    public ImageManifest Root { get; }

    public IReadOnlyList<string> Tags { get; }

    /// <summary>Digest that each tag names now; null for a tag that does not exist.</summary>
    public Dictionary<string, string?> TagDigests { get; } = new(StringComparer.Ordinal);

    /// <summary>Manifests that the repository has, with everything that they name.</summary>
    public HashSet<ImageManifest> PresentManifests { get; } = new();

    /// <summary>Blobs that the repository has, by name (<see cref="ImageBlob.Name"/>).</summary>
    public Dictionary<string, Descriptor> PresentBlobs { get; } = new(StringComparer.Ordinal);

    /// <summary>Blobs that the repository lacks but whose digests are known, by name. They may be mounted from another repository.</summary>
    public Dictionary<string, Descriptor> KnownBlobs { get; } = new(StringComparer.Ordinal);

    /// <summary>The same image under one of the tags, for a source whose manifest is written here; otherwise null.</summary>
    public RegistryManifest? Same { get; set; }

    /// <summary>Digest of the image if every tag already names it; otherwise null.</summary>
    public string? CompleteDigest { get; set; }

    /// <summary>The missing blobs, each once.</summary>
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
