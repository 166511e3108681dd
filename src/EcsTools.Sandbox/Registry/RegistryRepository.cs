using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Registry;

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
