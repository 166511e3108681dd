using System.Collections.Generic;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>What users and roles have in common.</summary>
internal abstract class IamEntity
{
    public string Name { get; set; } = "";

    public string Path { get; set; } = "/";

    public string Id { get; set; } = "";

    /// <summary>Epoch seconds.</summary>
    public double CreateDate { get; set; }

    public List<IamTag> Tags { get; set; } = new();

    /// <summary>ARNs of managed policies, in the order of attachment.</summary>
    public List<string> AttachedPolicies { get; set; } = new();

    public List<InlinePolicy> InlinePolicies { get; set; } = new();

    /// <summary>ARN of the policy that limits what the other policies can allow, or null.</summary>
    public string? PermissionsBoundary { get; set; }

    /// <summary>user or role.</summary>
    public abstract string Kind { get; }

    public string Arn => $"arn:aws:iam::{SandboxCloud.AccountId}:{Kind}{Path}{Name}";
}
