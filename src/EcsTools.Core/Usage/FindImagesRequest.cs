using System.Collections.Generic;

namespace EcsTools.Usage;

/// <summary>Which images to find, and how much to read about them.</summary>
public sealed record FindImagesRequest
{
    /// <summary>Repositories, with wildcards; null or empty for all.</summary>
    public IReadOnlyList<string>? RepositoryNames { get; init; }

    /// <summary>Tags, with wildcards; null or empty for all.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Digests; null or empty for all.</summary>
    public IReadOnlyList<string>? Digests { get; init; }

    /// <summary>Whether to find only images without a tag.</summary>
    public bool Untagged { get; init; }

    /// <summary>
    /// Whether to read manifests (for platforms and the images of an index), to read scans one by one, and to look at every active task
    /// definition revision instead of only those in use.
    /// </summary>
    public bool Detailed { get; init; }

    /// <summary>Whether to skip all calls to ECS.</summary>
    public bool WithoutUses { get; init; }
}
