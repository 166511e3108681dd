using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>The requested IAM user for deployments.</summary>
public sealed record IamDeployerRequest
{
    /// <summary>User name: 1 to 64 letters, digits and <c>+=,.@_-</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>Profile to write the key to; null for the profile that holds the user's key, or else one with the user's name.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Path of the shared credentials file, or null for the default one.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>What the user may do.</summary>
    public IamPolicySet PolicySet { get; init; }

    /// <summary>
    /// What to add to <see cref="IamPolicySet.Tutorial"/>. What was added before stays. <see cref="IamPolicySet.Scoped"/> contains all of it.
    /// </summary>
    public IReadOnlyList<IamPolicyAddition> Additions { get; init; } = Array.Empty<IamPolicyAddition>();

    /// <summary>IAM path, such as <c>/deployers/</c>; null for <c>/</c>, or the path of an existing user.</summary>
    public string? Path { get; init; }

    /// <summary>Tags, in addition to those by which EcsTools recognizes the user.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>ARN of a permissions boundary for the user, or null.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>
    /// Whether to adopt an existing user that EcsTools did not create, and to overwrite a profile that has other credentials.
    /// </summary>
    public bool Force { get; init; }
}

/// <summary>Which deployer to change or remove.</summary>
public sealed record IamDeployerTarget
{
    /// <summary>User name.</summary>
    public required string UserName { get; init; }

    /// <summary>Profile for its key; null for the profiles that hold it now. A removal deletes every profile that holds it.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Path of the shared credentials file, or null for the default one.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>
    /// Whether to also delete keys that are in no profile on this machine, and to change a user that EcsTools did not create.
    /// </summary>
    public bool Force { get; init; }
}

/// <summary>What would be done to a deployer. The account was only read; nothing has been written.</summary>
public sealed class IamDeployerPlan
{
    internal IamDeployerPlan(string userName, IReadOnlyList<EcsPlanStep> steps, IReadOnlyList<string> warnings)
    {
        UserName = userName;
        Steps = steps;
        Warnings = warnings;
    }

    /// <summary>The user.</summary>
    public string UserName { get; }

    /// <summary>
    /// What would be done, in order, each as a phrase such as <c>attach AmazonECS_FullAccess</c>. Empty if the user is as requested.
    /// </summary>
    public IReadOnlyList<EcsPlanStep> Steps { get; }

    /// <summary>The plan as steps.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="verb">What is done to the user, such as <c>Set up</c>.</param>
    public EcsPlan ToPlan(string accountId, string verb) => new()
    {
        Action = EcsPlanAction.None,
        ResourceType = "User",
        ResourceName = UserName,
        Title = $"{verb} IAM user '{UserName}' in account {accountId}",
        Steps = Steps,
    };

    /// <summary>The commands that the policies of the user do not allow completely. Empty for a rotation or a removal.</summary>
    public IReadOnlyList<IamRefusedCommand> RefusedCommands { get; internal init; } = Array.Empty<IamRefusedCommand>();

    /// <summary>What to tell the user first.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The data behind the plan. Each operation has its own type.</summary>
    internal object? Details { get; init; }
}
