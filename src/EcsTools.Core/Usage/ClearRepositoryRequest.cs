using System;
using System.Collections.Generic;

namespace EcsTools.Usage;

/// <summary>Which images to delete from which repositories.</summary>
public sealed record ClearRepositoryRequest
{
    /// <summary>Repositories, with wildcards.</summary>
    public required IReadOnlyList<string> RepositoryNames { get; init; }

    /// <summary>How many of the newest images stay; null if being new does not protect an image.</summary>
    public int? KeepLast { get; init; }

    /// <summary>Only images pushed longer ago than this are deleted.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>Whether to delete only images without a tag.</summary>
    public bool Untagged { get; init; }

    /// <summary>Only these images are deleted; null or empty for all.</summary>
    public IReadOnlyList<string>? Digests { get; init; }
}
