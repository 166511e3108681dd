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
