namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The states that DescribeServiceDeployments returns for a circuit breaker or for alarms.</summary>
internal static class BreakerStatus
{
    public const string Disabled = "DISABLED";
    public const string Monitoring = "MONITORING";
    public const string MonitoringComplete = "MONITORING_COMPLETE";
    public const string Triggered = "TRIGGERED";
}
