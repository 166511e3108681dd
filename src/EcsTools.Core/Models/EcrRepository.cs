using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An Amazon ECR repository.</summary>
public sealed record EcrRepository
{
    /// <summary>Name of the repository in the registry, such as <c>team/web</c>.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>URI of the repository. The names of its images start with it.</summary>
    public required string RepositoryUri { get; init; }

    /// <summary>ARN of the repository.</summary>
    public required string RepositoryArn { get; init; }

    /// <summary>The account that owns the repository: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>MUTABLE, IMMUTABLE, or one of them with exclusions.</summary>
    public string? ImageTagMutability { get; init; }

    /// <summary>Tag filters, with <c>*</c>, that are excluded from the mutability setting.</summary>
    public IReadOnlyList<string> TagExclusions { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Whether an image is scanned when it is pushed.</summary>
    public bool ScanOnPush { get; init; }

    /// <summary>AES256, KMS or KMS_DSSE.</summary>
    public string? EncryptionType { get; init; }

    /// <summary>KMS key that encrypts the repository; null if it is not encrypted with KMS.</summary>
    public string? KmsKey { get; init; }

    /// <summary>When the repository was created, in UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What the command did.</summary>
    public string Change { get; init; } = ChangeStatus.Created;

    /// <summary>What differed from the request and was changed.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init => field = OutputList.Of(value); } = OutputList.Of<FieldChange>([]);

    /// <summary>The repository's URI.</summary>
    public override string ToString() => RepositoryUri;
}
