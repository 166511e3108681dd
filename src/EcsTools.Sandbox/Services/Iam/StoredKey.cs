using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

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
