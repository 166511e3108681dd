using System;
using System.Collections.Generic;
using System.Linq;
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

    /// <summary>Region in the profile; null if no profile is known.</summary>
    public string? Region { get; init; }

    /// <summary>Policy set that it was created with; null for a user that EcsTools did not create.</summary>
    public string? PolicySet { get; init; }

    /// <summary>What was added to the policy set with -Add.</summary>
    public IReadOnlyList<string> Additions { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>
    /// The commands that its policies do not allow completely; empty for a user that EcsTools did not create. Commands that only an
    /// administrator of IAM can run are not listed.
    /// </summary>
    public IReadOnlyList<IamRefusedCommand> RefusedCommands { get; init => field = OutputList.Of(value); } = OutputList.Of<IamRefusedCommand>([]);

    /// <summary>ARNs of the attached managed policies.</summary>
    public IReadOnlyList<string> PolicyArns { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Names of policies of the set that do not exist in this AWS partition.</summary>
    public IReadOnlyList<string> MissingPolicies { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>ARN of its permissions boundary; null if it has none.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>The access key in its profile; null if there is none.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The secret of <see cref="AccessKeyId"/>, but only if this command created the key: AWS shows the secret once.</summary>
    public SecureString? SecretAccessKey { get; init; }

    /// <summary>Profile that holds its key; null if there is none.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Path of the shared credentials file with that profile; null if there is none.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>Its access keys, at most two.</summary>
    public IReadOnlyList<IamDeployerKey> Keys { get; init => field = OutputList.Of(value); } = OutputList.Of<IamDeployerKey>([]);

    /// <summary>
    /// When one of its keys was last used, or the newest key or the user was created, in UTC. Never null: use it in a filter instead of the time
    /// of a key, because PowerShell counts null as earlier than every time.
    /// </summary>
    public DateTimeOffset LastUsedAt
        => Keys.SelectMany(key => new[] { key.CreatedAt, key.LastUsedAt ?? key.CreatedAt }).Append(CreatedAt).Max();

    /// <summary>When the user was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the command did; null if it only read the user.</summary>
    public string? Change { get; init; }
}

/// <summary>An access key of a deployer, without its secret.</summary>
public sealed record IamDeployerKey
{
    /// <summary>The key's id.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary><c>Active</c> or <c>Inactive</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When the key was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Age of the key.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>
    /// When the key was last used, in UTC. AWS reports this some hours late. Null if it was never used, or if you did not ask for it.
    /// </summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The service that the key was last used for, such as <c>ecs</c>; null in the same cases.</summary>
    public string? LastUsedService { get; init; }

    /// <summary>Profiles in the shared files of this machine that hold the key.</summary>
    public IReadOnlyList<string> Profiles { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>The key's id and status, as shown in lists of keys.</summary>
    public override string ToString() => $"{AccessKeyId} ({Status})";
}
