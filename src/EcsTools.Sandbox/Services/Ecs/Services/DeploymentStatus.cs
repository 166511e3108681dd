namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The place of a deployment among the deployments of its service.</summary>
internal static class DeploymentStatus
{
    public const string Primary = "PRIMARY";
    public const string Active = "ACTIVE";
    public const string Inactive = "INACTIVE";
}
