using System.Collections.Generic;
using EcsTools.Campaigns.Fidelity.Sets.AutoScaling;
using EcsTools.Campaigns.Fidelity.Sets.Ec2;
using EcsTools.Campaigns.Fidelity.Sets.Ecr;
using EcsTools.Campaigns.Fidelity.Sets.Ecs;
using EcsTools.Campaigns.Fidelity.Sets.Events;
using EcsTools.Campaigns.Fidelity.Sets.Iam;
using EcsTools.Campaigns.Fidelity.Sets.Logs;
using EcsTools.Campaigns.Fidelity.Sets.Scheduler;
using EcsTools.Campaigns.Fidelity.Sets.Sts;

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
        AutoScalingProbes.Create(),
        Ec2Probes.Create(),
        EcrProbes.Create(),
        EventsProbes.Create(),
        IamProbes.Create(),
        LogsProbes.Create(),
        SchedulerProbes.Create(),
        StsProbes.Create(),
    ];
}
