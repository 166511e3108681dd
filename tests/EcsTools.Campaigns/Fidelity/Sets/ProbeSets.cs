using System.Collections.Generic;
using EcsTools.Campaigns.Fidelity.Sets.Ecs;

namespace EcsTools.Campaigns.Fidelity.Sets;

/// <summary>The sets that are written by hand, from the documentation of AWS.</summary>
internal static class ProbeSets
{
    public static IReadOnlyList<ProbeSet> Written { get; } =
    [
        ClusterProbes.Create(),
        ContainerProbes.Create(),
        LogProbes.Create(),
        PortProbes.Create(),
        RegisteredProbes.Create(),
        RunTaskProbes.Create(),
        ServiceProbes.Create(),
        ServiceUseProbes.Create(),
        TaskDefinitionProbes.Create(),
        TaskProbes.Create(),
        VolumeProbes.Create(),
    ];
}
