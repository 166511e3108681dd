using System;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>The settings and attributes of a target group.</summary>
internal sealed record TargetGroupSettings
{
    public BalancerProtocol Protocol { get; init; }

    /// <summary>HTTP/1.1 reaches only groups of HTTP1; the others answer 464.</summary>
    public TargetProtocolVersion ProtocolVersion { get; init; }

    public HealthCheckSettings HealthCheck { get; init; } = new();

    public TimeSpan DeregistrationDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Null if it is off.</summary>
    public TargetStickiness? Stickiness { get; init; }

    /// <summary>Zero if it is off.</summary>
    public TimeSpan SlowStart { get; init; }

    public BalancingAlgorithm Algorithm { get; init; }
}

/// <summary>The version of HTTP that targets speak.</summary>
internal enum TargetProtocolVersion
{
    Http1,
    Http2,
    Grpc,
}

/// <summary>How a target of a group is chosen.</summary>
internal enum BalancingAlgorithm
{
    RoundRobin,
    LeastOutstandingRequests,
    WeightedRandom,
}
