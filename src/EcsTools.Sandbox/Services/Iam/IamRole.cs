using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

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
