using System.Globalization;

namespace EcsTools.Models;

/// <summary>A target group of a route, with its share of the requests and the health of its targets.</summary>
public sealed record FargateRouteTarget
{
    /// <summary>ARN of the target group.</summary>
    public required string TargetGroupArn { get; init; }

    /// <summary>Name of the target group.</summary>
    public required string TargetGroupName { get; init; }

    /// <summary>Its weight, 0 to 999.</summary>
    public int Weight { get; init; }

    /// <summary>Its share of the requests in percent.</summary>
    public double Percent { get; init; }

    /// <summary>Number of healthy targets.</summary>
    public int Healthy { get; init; }

    /// <summary>Number of targets that fail their health checks.</summary>
    public int Unhealthy { get; init; }

    /// <summary>Number of targets that have just been registered.</summary>
    public int Starting { get; init; }

    /// <summary>Number of deregistered targets that finish their requests.</summary>
    public int Draining { get; init; }

    /// <summary>Why a target is unhealthy, such as <c>Health checks failed with these codes: [404]</c>; null if none is.</summary>
    public string? UnhealthyReason { get; init; }

    /// <summary>Name, share, and the healthy ones of the registered targets, such as <c>users 10% (2/3)</c>.</summary>
    public override string ToString()
        => string.Format(
            CultureInfo.InvariantCulture, "{0} {1:0.#}% ({2}/{3})", TargetGroupName, Percent, Healthy, Healthy + Unhealthy + Starting);
}
