using System;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>How the health of a group's targets is checked. Its times are of the sandbox's clock.</summary>
internal sealed record HealthCheckSettings
{
    public bool IsEnabled { get; init; } = true;

    public BalancerProtocol Protocol { get; init; }

    public string Path { get; init; } = "/";

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(6);

    public int HealthyThreshold { get; init; } = 5;

    public int UnhealthyThreshold { get; init; } = 2;

    /// <summary>The statuses of a healthy target, such as <c>200</c>, <c>200,302</c> or <c>200-299</c>.</summary>
    public string Matcher { get; init; } = "200";
}
