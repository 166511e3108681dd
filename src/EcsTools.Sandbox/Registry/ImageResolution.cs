using System.Collections.Generic;

namespace EcsTools.Sandbox.Registry;

/// <summary>How looking up an image ended.</summary>
internal enum ImageResolutionStatus
{
    Found,

    /// <summary>The name is not of the form host/repository[:tag][@digest].</summary>
    Malformed,

    /// <summary>The image is of another registry, which the engine pulls from itself.</summary>
    OtherRegistry,

    RepositoryMissing,

    ImageMissing,
}

/// <summary>What an image name stands for in the sandbox's registry.</summary>
/// <param name="Status">Whether it was found, or why not.</param>
/// <param name="Repository">Its repository.</param>
/// <param name="Tag">Its tag, or null where it is named by digest.</param>
internal sealed record ImageResolution(ImageResolutionStatus Status, string Repository = "", string? Tag = null)
{
    /// <summary>Digest of the image or index, where it was found.</summary>
    public string? Digest { get; init; }

    public string? MediaType { get; init; }

    /// <summary>Host, repository and digest: what the engine is to pull, whatever becomes of the tag meanwhile.</summary>
    public string? PullReference { get; init; }

    /// <summary>Platforms as os/architecture[/variant], one for an image and several for an index; empty for an artifact.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>Tags of the repository nearest to a missing one, five at most; of repositories, where that is missing.</summary>
    public IReadOnlyList<string> Nearest { get; init; } = [];
}
