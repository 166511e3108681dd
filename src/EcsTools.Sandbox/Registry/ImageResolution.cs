using System.Collections.Generic;

namespace EcsTools.Sandbox.Registry;

/// <summary>The result of looking up an image.</summary>
internal enum ImageResolutionStatus
{
    Found,

    /// <summary>The name does not have the form host/repository[:tag][@digest].</summary>
    Malformed,

    /// <summary>The image is in another registry. The engine pulls it from there.</summary>
    OtherRegistry,

    RepositoryMissing,

    ImageMissing,
}

/// <summary>The image in the sandbox's registry that a name means.</summary>
/// <param name="Status">Whether it was found, or why not.</param>
/// <param name="Repository">Its repository.</param>
/// <param name="Tag">Its tag, or null if the name has a digest.</param>
internal sealed record ImageResolution(ImageResolutionStatus Status, string Repository = "", string? Tag = null)
{
    /// <summary>Digest of the image or index, if it was found.</summary>
    public string? Digest { get; init; }

    public string? MediaType { get; init; }

    /// <summary>Platforms as os/architecture[/variant], one for an image and several for an index; empty for an artifact.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>At most five similar tags if the tag is missing, or similar repositories if the repository is missing.</summary>
    public IReadOnlyList<string> Nearest { get; init; } = [];
}
