using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>The IAM user for deployments that is wanted.</summary>
public sealed record IamDeployerRequest
{
    /// <summary>User name: 1 to 64 letters, digits and <c>+=,.@_-</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>Profile to write the key to; null for one of the user's name.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Path of the shared credentials file, or null for the default one.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>What it may do.</summary>
    public IamPolicySet PolicySet { get; init; }

    /// <summary>IAM path, such as <c>/deployers/</c>; null for <c>/</c>, or whatever an existing user has.</summary>
    public string? Path { get; init; }

    /// <summary>Tags, beside those by which EcsTools knows the user.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>ARN of a policy that bounds what the user may do, or null.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>
    /// Whether a user of that name that EcsTools did not make is adopted, and a profile with other credentials taken over.
    /// </summary>
    public bool Force { get; init; }
}

/// <summary>Which deployer to change or remove.</summary>
public sealed record IamDeployerTarget
{
    /// <summary>User name.</summary>
    public required string UserName { get; init; }

    /// <summary>Profile that is to hold its key; null for those that do. A removal takes out every profile that does.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Path of the shared credentials file, or null for the default one.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>
    /// Whether keys that no profile of this machine holds are deleted too, and a user that EcsTools did not make is touched.
    /// </summary>
    public bool Force { get; init; }
}

/// <summary>What would be done to a deployer: read from the account, nothing written yet.</summary>
public sealed class IamDeployerPlan
{
    internal IamDeployerPlan(string userName, IReadOnlyList<string> steps, IReadOnlyList<string> warnings)
    {
        UserName = userName;
        Steps = steps;
        Warnings = warnings;
    }

    /// <summary>The user.</summary>
    public string UserName { get; }

    /// <summary>
    /// What would be done, in order, each a phrase such as <c>attach AmazonECS_FullAccess</c>. Empty if all is as asked.
    /// </summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>What the user should be told before it is done.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>What the plan was made of; each operation knows its own.</summary>
    internal object? Details { get; init; }
}
