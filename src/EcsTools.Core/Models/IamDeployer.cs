using System;
using System.Collections.Generic;
using System.Security;

namespace EcsTools.Models;

/// <summary>An IAM user that deploys with EcsTools.</summary>
public sealed record IamDeployer
{
    /// <summary>User name, unique in the account.</summary>
    public required string UserName { get; init; }

    /// <summary>ARN of the user.</summary>
    public required string UserArn { get; init; }

    /// <summary>Path of the user, such as <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Region written to the profile; null where no profile is known.</summary>
    public string? Region { get; init; }

    /// <summary>Which set of policies it was made with; null for a user that EcsTools did not make.</summary>
    public IamPolicySet? PolicySet { get; init; }

    /// <summary>ARNs of the managed policies attached.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = Array.Empty<string>();

    /// <summary>Names of policies of its set that this AWS partition does not have.</summary>
    public IReadOnlyList<string> MissingPolicies { get; init; } = Array.Empty<string>();

    /// <summary>ARN of its permissions boundary, or null.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>The access key its profile holds, or null.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The secret of <see cref="AccessKeyId"/>, only where the key was made by this very call: AWS shows it once.</summary>
    public SecureString? SecretAccessKey { get; init; }

    /// <summary>Profile that holds its key, or null.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Path of the shared credentials file with that profile, or null.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>Its access keys: two at most.</summary>
    public IReadOnlyList<IamDeployerKey> Keys { get; init; } = Array.Empty<IamDeployerKey>();

    /// <summary>When the user was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What this call did; null where it only looked.</summary>
    public ChangeStatus? Change { get; init; }
}

/// <summary>An access key of a deployer, without its secret.</summary>
public sealed record IamDeployerKey
{
    /// <summary>The key's id.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary><c>Active</c> or <c>Inactive</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long it has been there.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>When AWS last saw it, in UTC, some hours late; null where it never did, or was not asked.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The service it was last used for, such as <c>ecs</c>; null likewise.</summary>
    public string? LastUsedService { get; init; }

    /// <summary>Profiles of this machine's shared files that hold it.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = Array.Empty<string>();

    /// <summary>The key's id and status, as lists of keys are shown.</summary>
    public override string ToString() => $"{AccessKeyId} ({Status})";
}
