using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>A tag.</summary>
internal sealed class IamTag
{
    public string Key { get; set; } = "";

    public string Value { get; set; } = "";
}
