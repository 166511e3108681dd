using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Images.Build;
using EcsTools.Images.Compression;

namespace EcsTools.Images.Sources;

/// <summary>
/// What to push, and where to. Set <see cref="Path"/> or <see cref="Image"/>; set both to choose one image of an archive that contains several.
/// </summary>
public sealed record PushImageRequest
{
    /// <summary>Repository name within the registry. The repository is created if it does not exist.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>Full path of a folder with a Dockerfile, an OCI layout (folder or tar), or an archive from <c>docker save</c> (.tar, .tar.gz).</summary>
    public string? Path { get; init; }

    /// <summary>Name or id of an image on the local Docker engine. With <see cref="Path"/>, the name of the image in the archive.</summary>
    public string? Image { get; init; }

    /// <summary>
    /// The platform to push from an OCI layout or an archive that has an index of several platforms, such as <c>linux/arm64</c>; null for all platforms.
    /// </summary>
    public string? Platform { get; init; }

    /// <summary>Tags to give the image. Defaults to <c>latest</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = Array.Empty<string>();

    /// <summary>The options for building a folder with a Dockerfile. The build context is <see cref="Path"/>. Null uses the defaults.</summary>
    public ImageBuildRequest? Build { get; init; }

    /// <summary>How hard to compress layers that are not compressed yet.</summary>
    public ImageCompressionLevel CompressionLevel { get; init; }

    /// <summary>What sends the layers.</summary>
    public ImageTransport Transport { get; init; }

    internal IReadOnlyList<string> TagsOrLatest => Tags.Count == 0 ? new[] { "latest" } : Tags.Distinct(StringComparer.Ordinal).ToArray();

    internal ImageBuildRequest BuildRequest => (Build ?? new ImageBuildRequest { ContextPath = Path! }) with { ContextPath = Path! };
}
