using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Registry;

/// <summary>The state of the registry that survives a restart. Times are epoch seconds of the sandbox's clock.</summary>
internal sealed class RegistryModel
{
    public List<RegistryRepository> Repositories { get; set; } = new();

    /// <summary>Key that signs authorization tokens. It is saved, so that tokens are valid after a restart.</summary>
    public byte[] TokenKey { get; set; } = Array.Empty<byte>();

    /// <summary>Account settings that were set, by name.</summary>
    public SortedDictionary<string, string> AccountSettings { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>A repository: its settings, images, tags, and the blobs that were pushed to it.</summary>
internal sealed class RegistryRepository
{
    public string Name { get; set; } = "";

    public double CreatedAt { get; set; }

    /// <summary>Whether it is in ECR Public. ECR does not list it.</summary>
    public bool IsPublic { get; set; }

    public string Mutability { get; set; } = "MUTABLE";

    /// <summary>Patterns of tags that are exempt from <see cref="Mutability"/>. An asterisk stands for any characters.</summary>
    public List<string> ExclusionFilters { get; set; } = new();

    public bool ScanOnPush { get; set; }

    public string EncryptionType { get; set; } = "AES256";

    public string? KmsKey { get; set; }

    public string? Policy { get; set; }

    public string? LifecyclePolicy { get; set; }

    public SortedDictionary<string, string> ResourceTags { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Images by digest.</summary>
    public Dictionary<string, StoredImage> Images { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Digest of each image tag.</summary>
    public Dictionary<string, string> ImageTags { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Digests of the blobs in this repository, including those that no image uses.</summary>
    public HashSet<string> Blobs { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Tags of an image, in order.</summary>
    public List<string> TagsOf(string digest)
        => ImageTags.Where(pair => pair.Value == digest).Select(pair => pair.Key).OrderBy(tag => tag, StringComparer.Ordinal).ToList();

    /// <summary>Digest of the image with a tag, or null.</summary>
    public string? DigestOf(string tag) => ImageTags.TryGetValue(tag, out var digest) ? digest : null;

    /// <summary>Whether a push cannot move <paramref name="tag"/> to another image.</summary>
    public bool IsImmutable(string tag) => Mutability switch
    {
        "IMMUTABLE" => true,
        "IMMUTABLE_WITH_EXCLUSION" => !IsExcluded(tag),
        "MUTABLE_WITH_EXCLUSION" => IsExcluded(tag),
        _ => false,
    };

    private bool IsExcluded(string tag) => ExclusionFilters.Exists(filter => Wildcard.IsMatch(filter, tag));
}

/// <summary>An image or an index of images. Its manifest is a blob of the store.</summary>
internal sealed class StoredImage
{
    public string Digest { get; set; } = "";

    public string MediaType { get; set; } = "";

    public string? ArtifactMediaType { get; set; }

    public string? Subject { get; set; }

    public double PushedAt { get; set; }

    public double? LastPulledAt { get; set; }

    /// <summary>Bytes of its configuration and layers; of an index, those of its largest image.</summary>
    public long? ImageBytes { get; set; }

    /// <summary>Configuration and layers; empty for an index.</summary>
    public List<BlobReference> Blobs { get; set; } = new();

    /// <summary>Manifests of an index; empty for an image.</summary>
    public List<string> Children { get; set; } = new();

    [JsonIgnore]
    public bool IsIndex => ImageManifest.IsIndex(MediaType);
}

/// <summary>A blob, as listed in a manifest.</summary>
internal sealed class BlobReference
{
    public string Digest { get; set; } = "";

    public long Size { get; set; }

    public string? MediaType { get; set; }
}
