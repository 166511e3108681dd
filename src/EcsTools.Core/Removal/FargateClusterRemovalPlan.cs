using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Removal;

/// <summary>What else is removed, stopped or disabled when a cluster is removed.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Services">Names of its services.</param>
/// <param name="TaskArns">Its tasks that have not stopped.</param>
/// <param name="ContainerInstances">How many container instances are registered. EcsTools does not remove them.</param>
public sealed record FargateClusterRemovalPlan(
    FargateCluster Cluster, IReadOnlyList<string> Services, IReadOnlyList<string> TaskArns, int ContainerInstances)
{
    /// <summary>Schedules that start tasks in the cluster, enabled or not. Without the cluster each of their runs fails, and AWS does not report it.</summary>
    public IReadOnlyList<ScheduledTask> Schedules { get; init; } = [];

    /// <summary>Scaling of its services, which would outlive them: the name of the service, and its limits.</summary>
    public IReadOnlyDictionary<string, string> Scaling { get; init; } = new Dictionary<string, string>();

    /// <summary>Its schedules that are enabled.</summary>
    public IEnumerable<ScheduledTask> EnabledSchedules => Schedules.Where(schedule => schedule.State == "ENABLED");

    /// <summary>Whether its schedules are removed with it. Otherwise they are disabled.</summary>
    public bool RemovesSchedules { get; init; }

    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan() => new()
    {
        Action = EcsPlanAction.Delete,
        ResourceType = "Cluster",
        ResourceName = Cluster.Cluster,
        Region = Cluster.Region,
        Title = $"Remove cluster '{Cluster.Cluster}' in {Cluster.Region} (account {Cluster.AccountId})",
        Steps = Services.Select(service => EcsPlanStep.Of(EcsPlanAction.Delete, "Service", service))
            .Concat(Scaling.Select(scaling => EcsPlanStep.Of(
                EcsPlanAction.Delete, "Scaling", scaling.Key, $"scaling of service {scaling.Key}, {scaling.Value}")))
            .Concat(TaskArns.Select(task => EcsPlanStep.Of(EcsPlanAction.Stop, "Task", task)))
            .Concat((RemovesSchedules ? Schedules : EnabledSchedules).Select(schedule => EcsPlanStep.Of(
                RemovesSchedules ? EcsPlanAction.Delete : EcsPlanAction.Update,
                "Schedule",
                schedule.ScheduleName,
                $"schedule {schedule.ScheduleName} ({schedule.Expression}){(RemovesSchedules ? "" : " is disabled")}"))),
    };

    /// <summary>Whether nothing needs the cluster.</summary>
    public bool IsEmpty => Services.Count == 0 && TaskArns.Count == 0 && ContainerInstances == 0 && (RemovesSchedules || !EnabledSchedules.Any());
}
