using System;

namespace EcsTools.Models;

/// <summary>The health of one target group.</summary>
public sealed record FargateTargetStatus
{
    /// <summary>Name of the target group.</summary>
    public required string TargetGroup { get; init; }

    /// <summary>ARN of the target group.</summary>
    public required string TargetGroupArn { get; init; }

    /// <summary>Number of healthy targets.</summary>
    public int Healthy { get; init; }

    /// <summary>Number of unhealthy targets.</summary>
    public int Unhealthy { get; init; }

    /// <summary>Number of targets whose first health checks are not finished.</summary>
    public int Starting { get; init; }

    /// <summary>Number of targets that finish their requests before they are removed.</summary>
    public int Draining { get; init; }

    /// <summary>Why a target is unhealthy; null if none is.</summary>
    public string? Reason { get; init; }

    /// <summary>Name and counts, such as <c>web 2 healthy</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{TargetGroup} {Healthy} healthy, {Unhealthy} unhealthy");
}
