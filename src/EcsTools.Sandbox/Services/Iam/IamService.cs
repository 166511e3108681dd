using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>Users, keys, roles and policies, and the judge of who may do what.</summary>
internal sealed class IamService : SandboxService
{
    private readonly object _gate = new();
    private readonly Dictionary<string, AccessKey> _keys = new(StringComparer.Ordinal);

    public IamService(SandboxCloud cloud)
        : base("AWSSDK.IdentityManagement", cloud)
    {
        RootKey = new AccessKey(
            IamIds.New("AKIA"),
            IamIds.Secret(),
            new SandboxPrincipal(SandboxCloud.AccountId, $"arn:aws:iam::{SandboxCloud.AccountId}:root", SandboxCloud.AccountId, ""),
            DateTimeOffset.MinValue);
    }

    /// <summary>The sandbox's own key, which may do everything.</summary>
    public AccessKey RootKey { get; }

    /// <summary>The key with this id, good now; null where there is none, or it is inactive or too new.</summary>
    public AccessKey? FindKey(string accessKeyId)
    {
        if (accessKeyId == RootKey.Id)
        {
            return RootKey;
        }

        lock (_gate)
        {
            return _keys.TryGetValue(accessKeyId, out var key) && key.GoodFrom <= Cloud.Clock.UtcNow ? key : null;
        }
    }
}
