using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Clusters;

/// <summary>The requested cluster. A null value was not given and does not change.</summary>
public sealed record FargateClusterRequest
{
    /// <summary>Name of the cluster: 1 to 255 letters, digits, hyphens and underscores.</summary>
    public required string Cluster { get; init; }

    /// <summary>CloudWatch Container Insights: <c>disabled</c>, <c>enabled</c> or <c>enhanced</c>.</summary>
    public string? ContainerInsights { get; init; }

    /// <summary>Tags to set. Other tags of the cluster stay.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
