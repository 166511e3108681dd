using System;
using System.Collections.Generic;

namespace EcsTools.Usage;

/// <summary>Which images of which repositories are to go.</summary>
public sealed record ClearRepositoryRequest
{
    /// <summary>Repositories, with wildcards.</summary>
    public required IReadOnlyList<string> RepositoryNames { get; init; }

    /// <summary>How many of the newest images stay; null for none for being new.</summary>
    public int? KeepLast { get; init; }

    /// <summary>Only images pushed longer ago than this go.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>Only images without a tag go.</summary>
    public bool Untagged { get; init; }

    /// <summary>Only these images go; null or none for any.</summary>
    public IReadOnlyList<string>? Digests { get; init; }
}
