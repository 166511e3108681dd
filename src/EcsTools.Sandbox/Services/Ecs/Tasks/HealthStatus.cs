namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The health of a task or container by its health checks.</summary>
internal static class HealthStatus
{
    public const string Unknown = "UNKNOWN";
    public const string Healthy = "HEALTHY";
    public const string Unhealthy = "UNHEALTHY";
}
