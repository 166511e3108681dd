using System.Collections.Generic;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

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
