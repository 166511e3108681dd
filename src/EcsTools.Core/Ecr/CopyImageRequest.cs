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

    /// <summary>Repository to copy to, created if it does not exist; null for the source's repository name without its registry.</summary>
    public string? RepositoryName { get; init; }

    /// <summary>Tags to set; by default the source's own tag, or none if the source is named by its digest.</summary>
    public IReadOnlyList<string> Tags { get; init; } = Array.Empty<string>();

    /// <summary>One platform of an index, such as <c>linux/arm64</c>; null for all.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether to also copy signatures, SBOMs and other referrers.</summary>
    public bool IncludeReferrers { get; init; }

    /// <summary>User and password for the source's registry; null to use Docker's config.json.</summary>
    public RegistryCredential? Credential { get; init; }

    /// <summary>Profile whose credentials give access to a source in ECR; null for the connection's own.</summary>
    public string? SourceProfileName { get; init; }

    /// <summary>Path of the shared credentials file with that profile, if it is not the default one.</summary>
    public string? ProfileLocation { get; init; }
}
