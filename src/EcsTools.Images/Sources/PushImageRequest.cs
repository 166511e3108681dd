using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Images.Build;
using EcsTools.Images.Compression;

namespace EcsTools.Images.Sources;

/// <summary>What to push and where to. <see cref="Path"/> or <see cref="Image"/> says what; both for one image of an archive of several.</summary>
public sealed record PushImageRequest
{
    /// <summary>Repository name within the registry; made where it is missing.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>Full path of a folder with a Dockerfile, an OCI layout (folder or tar), or a <c>docker save</c> archive (.tar, .tar.gz).</summary>
    public string? Path { get; init; }

    /// <summary>Name or id of an image on the local Docker engine; with <see cref="Path"/>, the one of an archive's images that is meant.</summary>
    public string? Image { get; init; }

    /// <summary>
    /// Of an OCI layout or an archive with an index of several platforms the one to push, such as <c>linux/arm64</c>; null for all.
    /// </summary>
    public string? Platform { get; init; }

    /// <summary>Tags to give; <c>latest</c> where none is said.</summary>
    public IReadOnlyList<string> Tags { get; init; } = Array.Empty<string>();

    /// <summary>How a folder with a Dockerfile is built; its context is <see cref="Path"/>. Null builds it as it is.</summary>
    public ImageBuildRequest? Build { get; init; }

    /// <summary>How hard layers are compressed that are not yet.</summary>
    public ImageCompressionLevel CompressionLevel { get; init; }

    /// <summary>Who sends the layers.</summary>
    public ImageTransport Transport { get; init; }

    internal IReadOnlyList<string> TagsOrLatest => Tags.Count == 0 ? new[] { "latest" } : Tags.Distinct(StringComparer.Ordinal).ToArray();

    internal ImageBuildRequest BuildRequest => (Build ?? new ImageBuildRequest { ContextPath = Path! }) with { ContextPath = Path! };
}
