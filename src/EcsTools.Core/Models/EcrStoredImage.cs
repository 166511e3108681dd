using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An image, an index of several images, or an artifact such as a signature, in an Amazon ECR repository.</summary>
public sealed record EcrStoredImage
{
    /// <summary>Repository and tag, as a task definition names the image; repository and digest if the image has no tag.</summary>
    public required string ImageUri { get; init; }

    /// <summary>Repository name within the registry.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>The repository's URI. The image's name is this with a tag or a digest.</summary>
    public required string RepositoryUri { get; init; }

    /// <summary>
    /// One of its tags: one that you asked for if you named tags, otherwise a version if there is one, not <c>latest</c>. Null without a
    /// tag.
    /// </summary>
    public string? ImageTag { get; init; }

    /// <summary>All tags of the image.</summary>
    public IReadOnlyList<string> ImageTags { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Digest of the manifest or index: <c>sha256:…</c>.</summary>
    public required string ImageDigest { get; init; }

    /// <summary>Media type of the manifest or index.</summary>
    public string? MediaType { get; init; }

    /// <summary>Type of the artifact, if it states one; for an image, the media type of its config.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Digest of the image that a signature or another referrer belongs to; null for everything else.</summary>
    public string? SubjectDigest { get; init; }

    /// <summary>Size of the layers and config as the registry stores them, in bytes; for an index, the size of its largest image.</summary>
    public long Size { get; init; }

    /// <summary>Platforms that it runs on, such as <c>linux/amd64</c>; an index has several. Empty if manifests were not read.</summary>
    public IReadOnlyList<string> Platforms { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Digests of the images of an index. Empty if manifests were not read.</summary>
    public IReadOnlyList<string> ChildDigests { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>X86_64 or ARM64, as in a task definition; null if it has several platforms or if manifests were not read.</summary>
    public string? Architecture { get; init; }

    /// <summary>When it was pushed, in UTC.</summary>
    public DateTimeOffset? PushedAt { get; init; }

    /// <summary>Time since it was pushed.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>When it was last pulled, in UTC. ECR records this only to the day. Null if it was never pulled.</summary>
    public DateTimeOffset? LastPulledAt { get; init; }

    /// <summary>
    /// When it was last pulled or pushed, in UTC. Never null: use it in a filter, because PowerShell counts null as earlier than every time.
    /// </summary>
    public DateTimeOffset LastUsedAt
        => LastPulledAt > PushedAt ? LastPulledAt.Value : PushedAt ?? LastPulledAt ?? DateTimeOffset.MaxValue;

    /// <summary>
    /// Status of the scan: COMPLETE, ACTIVE, IN_PROGRESS, FAILED and so on; null if it was not scanned or you did not ask for the scan.
    /// </summary>
    public string? ScanStatus { get; init; }

    /// <summary>Number of scan findings by severity, such as CRITICAL: 2. Empty if there are none.</summary>
    public IReadOnlyDictionary<string, int> ScanFindings { get; init => field = OutputMap.Of(value); } = OutputMap.Of(new Dictionary<string, int>());

    /// <summary>
    /// Task definition revisions that use it, such as <c>web:3</c>: only those that are themselves in use, or every active one if you asked
    /// for that.
    /// </summary>
    public IReadOnlyList<string> TaskDefinitions { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>
    /// Services, rollbacks, tasks, schedules and rules that use it, such as <c>service web in demo</c>. Null if you did not ask for it.
    /// </summary>
    public IReadOnlyList<string>? UsedBy { get; init => field = OutputList.Of(value); }

    /// <summary>The account that owns the repository: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Unchanged for an image that was found, Removed for one that was deleted.</summary>
    public string Change { get; init; } = ChangeStatus.Unchanged;

    /// <summary>The image's name.</summary>
    public override string ToString() => ImageUri;
}
