using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An image, an index of several, or an artifact such as a signature, as a repository of Amazon ECR holds it.</summary>
public sealed record EcrStoredImage
{
    /// <summary>Repository and tag, or repository and digest of an image without a tag: what a task definition names.</summary>
    public required string ImageUri { get; init; }

    /// <summary>Repository name within the registry.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>What image names of the repository begin with.</summary>
    public required string RepositoryUri { get; init; }

    /// <summary>One of its tags: of those asked for where some were, and rather a version than <c>latest</c>. Null without a tag.</summary>
    public string? ImageTag { get; init; }

    /// <summary>Every tag that names it.</summary>
    public IReadOnlyList<string> ImageTags { get; init; } = Array.Empty<string>();

    /// <summary>Digest of the manifest or index: <c>sha256:…</c>.</summary>
    public required string ImageDigest { get; init; }

    /// <summary>Media type of the manifest or index.</summary>
    public string? MediaType { get; init; }

    /// <summary>What kind of artifact it is, where it says so; for an image the media type of its config.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Digest of the image that it belongs to, of a signature or another referrer.</summary>
    public string? SubjectDigest { get; init; }

    /// <summary>Layers and config as the registry holds them, in bytes; of an index, of its largest image.</summary>
    public long Size { get; init; }

    /// <summary>What it runs on, such as <c>linux/amd64</c>; several of an index. Empty where manifests were not read.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = Array.Empty<string>();

    /// <summary>Digests of the images of an index. Empty where manifests were not read.</summary>
    public IReadOnlyList<string> ChildDigests { get; init; } = Array.Empty<string>();

    /// <summary>X86_64 or ARM64, in the words of a task definition, where it is of one platform and manifests were read.</summary>
    public string? Architecture { get; init; }

    /// <summary>When it was pushed, in UTC.</summary>
    public DateTimeOffset? PushedAt { get; init; }

    /// <summary>Time since it was pushed.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>When it was last pulled, in UTC, as exactly as ECR notes it: to a day. Null where never.</summary>
    public DateTimeOffset? LastPulledAt { get; init; }

    /// <summary>COMPLETE, ACTIVE, IN_PROGRESS, FAILED and so on; null where it was not scanned, or not asked for.</summary>
    public string? ScanStatus { get; init; }

    /// <summary>Findings of the scan by severity, such as CRITICAL: 2. Empty where there are none.</summary>
    public IReadOnlyDictionary<string, int> ScanFindings { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Revisions of task definitions that name it, such as <c>web:3</c>, of those in use; of every active one where that was asked for.
    /// </summary>
    public IReadOnlyList<string> TaskDefinitions { get; init; } = Array.Empty<string>();

    /// <summary>Services, rollbacks, tasks, schedules and rules that use it, such as <c>service web in demo</c>. Null where not asked for.</summary>
    public IReadOnlyList<string>? UsedBy { get; init; }

    /// <summary>The account that owns the repository: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>Unchanged of an image that was found, Removed of one that was deleted.</summary>
    public ChangeStatus Change { get; init; } = ChangeStatus.Unchanged;

    /// <summary>The image's name.</summary>
    public override string ToString() => ImageUri;
}
