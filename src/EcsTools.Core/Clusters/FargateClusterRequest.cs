using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Clusters;

/// <summary>What a cluster shall be. What is null is not said, and stays as it is.</summary>
public sealed record FargateClusterRequest
{
    /// <summary>The cluster's name: 1 to 255 letters, digits, hyphens and underscores.</summary>
    public required string Cluster { get; init; }

    /// <summary>CloudWatch Container Insights: <c>disabled</c>, <c>enabled</c> or <c>enhanced</c>.</summary>
    public string? ContainerInsights { get; init; }

    /// <summary>Tags it shall have; others that it has stay.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>What is to be done so that a cluster is as asked. Nothing has changed yet.</summary>
/// <param name="Request">The request.</param>
/// <param name="Current">The cluster as it is, or null if there is none.</param>
/// <param name="Differences">What is to be changed; all of it for a new one.</param>
public sealed record FargateClusterPlan(
    FargateClusterRequest Request, FargateCluster? Current, IReadOnlyList<FieldChange> Differences)
{
    /// <summary>What carrying out the plan will do.</summary>
    public ChangeStatus Change => Current is null ? ChangeStatus.Created
        : Differences.Count > 0 ? ChangeStatus.Updated
        : ChangeStatus.Unchanged;
}

/// <summary>What removing a cluster takes with it.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Services">Names of its services.</param>
/// <param name="TaskArns">Its tasks that have not stopped.</param>
/// <param name="ContainerInstances">How many container instances are registered: they are not EcsTools' to remove.</param>
public sealed record FargateClusterRemovalPlan(
    FargateCluster Cluster, IReadOnlyList<string> Services, IReadOnlyList<string> TaskArns, int ContainerInstances)
{
    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => Services.Count == 0 && TaskArns.Count == 0 && ContainerInstances == 0;
}
