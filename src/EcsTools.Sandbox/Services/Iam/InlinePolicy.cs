using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>A policy that is part of a user or role.</summary>
internal sealed class InlinePolicy
{
    public string Name { get; set; } = "";

    public string Document { get; set; } = "";
}
