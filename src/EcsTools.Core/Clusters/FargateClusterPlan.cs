using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Clusters;

/// <summary>What to do to bring a cluster to its requested state. Nothing has changed yet.</summary>
/// <param name="Request">The request.</param>
/// <param name="Current">The cluster as it is; null if it does not exist.</param>
/// <param name="Differences">What will change; everything for a new cluster.</param>
public sealed record FargateClusterPlan(
    FargateClusterRequest Request, FargateCluster? Current, IReadOnlyList<FieldChange> Differences)
{
    /// <summary>What carrying out the plan will do.</summary>
    public string Change => Current is null ? ChangeStatus.Created
        : Differences.Count > 0 ? ChangeStatus.Updated
        : ChangeStatus.Unchanged;

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region) => new()
    {
        Action = EcsPlanAction.From(Change),
        ResourceType = "Cluster",
        ResourceName = Request.Cluster,
        Region = region,
        Title = $"{(Current is null ? "Create" : "Update")} cluster '{Request.Cluster}' in {region}",
        Steps = EcsPlanStep.Of(Differences, EcsPlanAction.From(Change), "Cluster", Request.Cluster),
    };
}
