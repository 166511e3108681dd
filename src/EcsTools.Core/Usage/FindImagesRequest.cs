using System.Collections.Generic;

namespace EcsTools.Usage;

/// <summary>Which images are wanted, and how much of them.</summary>
public sealed record FindImagesRequest
{
    /// <summary>Repositories, with wildcards; null or none for all.</summary>
    public IReadOnlyList<string>? RepositoryNames { get; init; }

    /// <summary>Tags, with wildcards; null or none for all.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Digests; null or none for all.</summary>
    public IReadOnlyList<string>? Digests { get; init; }

    /// <summary>Only images without a tag.</summary>
    public bool Untagged { get; init; }

    /// <summary>
    /// Whether manifests are read, for platforms and the images of an index; scans are asked for one by one; and every active revision of a
    /// task definition is looked through, not only those in use.
    /// </summary>
    public bool Detailed { get; init; }

    /// <summary>Whether nothing is asked of ECS.</summary>
    public bool WithoutUses { get; init; }
}
