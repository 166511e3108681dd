using System;
using System.Collections.Generic;
using EcsTools.Images.Credentials;

namespace EcsTools.Ecr;

/// <summary>What to copy from another registry, and where to.</summary>
public sealed record CopyImageRequest
{
    /// <summary>
    /// Name of the image, such as <c>node:22-slim</c>, <c>public.ecr.aws/nginx/nginx:stable</c> or <c>ghcr.io/team/web@sha256:…</c>.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>Repository to copy to, made where it is missing; the source's without its registry where null.</summary>
    public string? RepositoryName { get; init; }

    /// <summary>Tags to give; the source's own where none is said, and none where it is named by its digest.</summary>
    public IReadOnlyList<string> Tags { get; init; } = Array.Empty<string>();

    /// <summary>One platform of an index, such as <c>linux/arm64</c>; null for all.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether signatures, SBOMs and other referrers are copied along.</summary>
    public bool IncludeReferrers { get; init; }

    /// <summary>User and password of the source's registry; Docker's config.json is asked where null.</summary>
    public RegistryCredential? Credential { get; init; }

    /// <summary>Profile whose credentials open the source, where that is ECR; the connection's own where null.</summary>
    public string? SourceProfileName { get; init; }

    /// <summary>Path of the shared credentials file with that profile, where it is not the default one.</summary>
    public string? ProfileLocation { get; init; }
}
