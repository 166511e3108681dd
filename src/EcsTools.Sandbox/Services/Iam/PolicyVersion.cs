using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>A version of a managed policy.</summary>
internal sealed class PolicyVersion
{
    public string Id { get; set; } = "";

    public string Document { get; set; } = "";

    /// <summary>Epoch seconds.</summary>
    public double CreateDate { get; set; }
}
