using System.Collections.Generic;
using EcsTools.Campaigns.Fidelity.Sets.Ecs;

namespace EcsTools.Campaigns.Fidelity.Sets;

/// <summary>The sets that are written by hand, from the documentation of AWS.</summary>
internal static class ProbeSets
{
    public static IReadOnlyList<ProbeSet> Written { get; } =
    [
        ClusterProbes.Create(),
    ];
}
