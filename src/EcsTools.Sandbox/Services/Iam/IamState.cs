using System.Collections.Generic;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>The state of IAM, as it is saved on disk.</summary>
internal sealed class IamState
{
    public StoredKey Root { get; set; } = new() { Id = IamIds.New("AKIA"), Secret = IamIds.Secret() };

    public List<IamUser> Users { get; set; } = new();

    public List<IamRole> Roles { get; set; } = new();

    /// <summary>Customer managed policies.</summary>
    public List<IamPolicy> Policies { get; set; } = new();

    public List<StoredSession> Sessions { get; set; } = new();
}

/// <summary>A tag.</summary>
internal sealed class IamTag
{
    public string Key { get; set; } = "";

    public string Value { get; set; } = "";
}

/// <summary>A policy that is part of a user or role.</summary>
internal sealed class InlinePolicy
{
    public string Name { get; set; } = "";

    public string Document { get; set; } = "";
}

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

/// <summary>A user.</summary>
internal sealed class IamUser : IamEntity
{
    public List<StoredKey> Keys { get; set; } = new();

    public override string Kind => "user";
}

/// <summary>A role.</summary>
internal sealed class IamRole : IamEntity
{
    public string TrustPolicy { get; set; } = "";

    public string? Description { get; set; }

    /// <summary>Seconds.</summary>
    public long MaxSessionDuration { get; set; } = 3600;

    public override string Kind => "role";

    public bool IsServiceLinked => Path.StartsWith("/aws-service-role/", System.StringComparison.Ordinal);
}

/// <summary>An access key of a user, or of the root.</summary>
internal sealed class StoredKey
{
    public string Id { get; set; } = "";

    public string Secret { get; set; } = "";

    public bool Active { get; set; } = true;

    /// <summary>Epoch seconds.</summary>
    public double CreateDate { get; set; }

    /// <summary>Epoch seconds, or null if it was never used.</summary>
    public double? LastUsed { get; set; }

    public string? LastService { get; set; }

    public string? LastRegion { get; set; }
}

/// <summary>Temporary credentials.</summary>
internal sealed class StoredSession
{
    public string Id { get; set; } = "";

    public string Secret { get; set; } = "";

    public string Token { get; set; } = "";

    /// <summary>Epoch seconds.</summary>
    public double Expires { get; set; }

    /// <summary>The principal of the session, such as <c>arn:aws:sts::…:assumed-role/name/session</c>.</summary>
    public string Arn { get; set; } = "";

    public string UserId { get; set; } = "";

    /// <summary>A policy that limits the session further, or null.</summary>
    public string? Policy { get; set; }
}

/// <summary>A managed policy of the customer or of AWS.</summary>
internal sealed class IamPolicy
{
    public string Name { get; set; } = "";

    public string Path { get; set; } = "/";

    public string Id { get; set; } = "";

    /// <summary>aws, or the account.</summary>
    public string Owner { get; set; } = SandboxCloud.AccountId;

    public string? Description { get; set; }

    /// <summary>Epoch seconds.</summary>
    public double CreateDate { get; set; }

    /// <summary>Epoch seconds.</summary>
    public double UpdateDate { get; set; }

    public List<IamTag> Tags { get; set; } = new();

    public List<PolicyVersion> Versions { get; set; } = new();

    public int LastVersion { get; set; }

    public string DefaultVersion { get; set; } = "v1";

    public string Arn => $"arn:aws:iam::{Owner}:policy{Path}{Name}";

    public bool IsAwsManaged => Owner == "aws";

    public string Document => Versions.Find(version => version.Id == DefaultVersion)!.Document;
}

/// <summary>A version of a managed policy.</summary>
internal sealed class PolicyVersion
{
    public string Id { get; set; } = "";

    public string Document { get; set; } = "";

    /// <summary>Epoch seconds.</summary>
    public double CreateDate { get; set; }
}
