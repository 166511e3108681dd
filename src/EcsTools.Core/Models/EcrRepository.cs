using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A repository of Amazon ECR.</summary>
public sealed record EcrRepository
{
    /// <summary>Name within the registry, such as <c>team/web</c>.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>What image names of it begin with.</summary>
    public required string RepositoryUri { get; init; }

    /// <summary>Its ARN.</summary>
    public required string RepositoryArn { get; init; }

    /// <summary>The account that owns it: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>MUTABLE, IMMUTABLE, or either with exclusions.</summary>
    public string? ImageTagMutability { get; init; }

    /// <summary>Tags, with <c>*</c>, that the mutability does not hold for.</summary>
    public IReadOnlyList<string> TagExclusions { get; init; } = Array.Empty<string>();

    /// <summary>Whether an image is scanned when pushed.</summary>
    public bool ScanOnPush { get; init; }

    /// <summary>AES256, KMS or KMS_DSSE.</summary>
    public string? EncryptionType { get; init; }

    /// <summary>Key that encrypts it, where that is KMS.</summary>
    public string? KmsKey { get; init; }

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What the command did.</summary>
    public ChangeStatus Change { get; init; }

    /// <summary>What was not as asked, and was changed.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init; } = Array.Empty<FieldChange>();

    /// <summary>The repository's URI.</summary>
    public override string ToString() => RepositoryUri;
}
