using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An image in a registry other than Amazon ECR, as the push left it.</summary>
public sealed record RegistryImage
{
    /// <summary>Registry, repository and tag, as a task definition names the image.</summary>
    public required string ImageUri { get; init; }

    /// <summary>The host of the registry, such as <c>docker.io</c>.</summary>
    public required string Registry { get; init; }

    /// <summary>Registry and repository. The image's name is this with a tag or a digest.</summary>
    public required string RepositoryUri { get; init; }

    /// <summary>The first tag.</summary>
    public required string ImageTag { get; init; }

    /// <summary>All tags that were set.</summary>
    public IReadOnlyList<string> ImageTags { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Digest of the manifest or index: <c>sha256:…</c>.</summary>
    public required string ImageDigest { get; init; }

    /// <summary>Media type of the manifest or index.</summary>
    public required string MediaType { get; init; }

    /// <summary>Size of the config and layers as the registry stores them, in bytes.</summary>
    public long Size { get; init; }

    /// <summary>X86_64 or ARM64, as in a task definition; null for an index of several platforms.</summary>
    public string? Architecture { get; init; }

    /// <summary>LINUX or WINDOWS, as in a task definition; null for an index of several platforms.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Number of layers and configs that this push sent.</summary>
    public int BlobsSent { get; init; }

    /// <summary>Number of layers and configs that the repository already had.</summary>
    public int BlobsPresent { get; init; }

    /// <summary>Number of layers and configs that the registry mounted from another of its repositories.</summary>
    public int BlobsMounted { get; init; }

    /// <summary>Number of bytes sent, compressed.</summary>
    public long BytesSent { get; init; }

    /// <summary>Who sent the layers: Direct (this process) or Engine (the Docker engine).</summary>
    public string Transport { get; init; } = "Direct";

    /// <summary>
    /// For a folder with a Dockerfile: Created if the image was built, Unchanged if nothing had changed since an earlier build. Otherwise null.
    /// </summary>
    public string? Build { get; init; }

    /// <summary>Time from the start until the last tag was set.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>
    /// What the push did: Created if the tag is new, Updated if the tag moved, Unchanged if the tag already named this digest.
    /// </summary>
    public string Change { get; init; } = ChangeStatus.Created;

    /// <summary>Returns the name of the image.</summary>
    public override string ToString() => ImageUri;
}
