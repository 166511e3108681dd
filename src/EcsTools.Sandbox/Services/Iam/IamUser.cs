using System.Collections.Generic;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>A user.</summary>
internal sealed class IamUser : IamEntity
{
    public List<StoredKey> Keys { get; set; } = new();

    public override string Kind => "user";
}
