using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An image in a repository of Amazon ECR, as a push left it.</summary>
public sealed record EcrImage
{
    /// <summary>Repository and tag: what a task definition names.</summary>
    public required string ImageUri { get; init; }

    /// <summary>Repository name within the registry.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>What image names of the repository begin with.</summary>
    public required string RepositoryUri { get; init; }

    /// <summary>The first tag.</summary>
    public required string ImageTag { get; init; }

    /// <summary>Every tag given.</summary>
    public IReadOnlyList<string> ImageTags { get; init; } = Array.Empty<string>();

    /// <summary>Digest of the manifest or index: <c>sha256:…</c>.</summary>
    public required string ImageDigest { get; init; }

    /// <summary>Media type of the manifest or index.</summary>
    public required string MediaType { get; init; }

    /// <summary>Config and layers as the registry holds them, in bytes.</summary>
    public long Size { get; init; }

    /// <summary>X86_64 or ARM64, in the words of a task definition; null for an index of several platforms.</summary>
    public string? Architecture { get; init; }

    /// <summary>LINUX or WINDOWS, in the words of a task definition; null for an index of several platforms.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Layers and configs sent by this push.</summary>
    public int BlobsSent { get; init; }

    /// <summary>Layers and configs that the repository had.</summary>
    public int BlobsPresent { get; init; }

    /// <summary>Layers and configs that the registry took from another of its repositories.</summary>
    public int BlobsMounted { get; init; }

    /// <summary>Bytes sent, as compressed.</summary>
    public long BytesSent { get; init; }

    /// <summary>Who sent the layers: Direct (this process) or Engine (the Docker engine).</summary>
    public string Transport { get; init; } = "Direct";

    /// <summary>Name of the image that it was copied from; null of one that was pushed.</summary>
    public string? CopiedFrom { get; init; }

    /// <summary>Signatures, SBOMs and other referrers that were copied along.</summary>
    public int ReferrersCopied { get; init; }

    /// <summary>From start to last tag.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The account that owns the repository: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>What the push did: Created for a new tag, Updated for a tag that moved, Unchanged where the tag named this digest.</summary>
    public ChangeStatus Change { get; init; }

    /// <summary>The image's name.</summary>
    public override string ToString() => ImageUri;
}
