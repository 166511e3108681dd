namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The progress of a deployment.</summary>
internal static class RolloutState
{
    public const string InProgress = "IN_PROGRESS";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
}
