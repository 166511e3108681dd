using System.Collections.Generic;

namespace EcsTools.Registry;

/// <summary>What a repository should be like. A null member is left as it is, or as ECR makes it.</summary>
public sealed record InitializeRepositoryRequest
{
    /// <summary>Its name within the registry.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>MUTABLE or IMMUTABLE.</summary>
    public string? ImageTagMutability { get; init; }

    /// <summary>Whether an image is scanned when pushed.</summary>
    public bool? ScanOnPush { get; init; }

    /// <summary>Key id, alias or ARN that encrypts it. Only when it is made: ECR cannot change it later.</summary>
    public string? KmsKey { get; init; }

    /// <summary>Tags to set. Others that are there stay.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
