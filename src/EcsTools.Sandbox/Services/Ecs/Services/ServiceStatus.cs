namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The states of a service.</summary>
internal static class ServiceStatus
{
    public const string Active = "ACTIVE";
    public const string Draining = "DRAINING";
    public const string Inactive = "INACTIVE";
}
