namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The states of a circuit breaker or of alarms during a service deployment.</summary>
internal static class BreakerStatus
{
    public const string Disabled = "DISABLED";
    public const string Monitoring = "MONITORING";
    public const string MonitoringComplete = "MONITORING_COMPLETE";
    public const string Triggered = "TRIGGERED";
}
