namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>How the health of the targets of a group is checked, in the values of the API.</summary>
internal sealed record HealthCheck
{
    public const string TrafficPort = "traffic-port";

    public bool IsEnabled { get; init; } = true;

    public string Protocol { get; init; } = "HTTP";

    /// <summary>A port, or <see cref="TrafficPort"/>.</summary>
    public string Port { get; init; } = TrafficPort;

    public string Path { get; init; } = "/";

    public int Interval { get; init; } = 30;

    public int Timeout { get; init; } = 6;

    public int HealthyThreshold { get; init; } = 5;

    public int UnhealthyThreshold { get; init; } = 2;

    /// <summary>The statuses of HTTP or gRPC that a healthy target answers.</summary>
    public string Matcher { get; init; } = "200";
}
