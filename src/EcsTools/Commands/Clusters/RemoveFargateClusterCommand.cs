using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Removal;

namespace EcsTools.Commands.Clusters;

/// <summary>Removes a cluster.</summary>
/// <remarks>
/// <para>
/// A cluster with services, tasks or enabled schedules is not removed, and the error lists them. With -Force the command first disables the
/// schedules, removes the services with their scaling, stops the tasks, and waits for all of them. -Force does not answer the confirmation.
/// </para>
/// <para>
/// A schedule without its cluster starts nothing, and AWS does not report it. The command disables such schedules and does not remove them, so that
/// you can point them to another cluster: Set-EcsScheduledTask -Cluster, then Enable-EcsScheduledTask. A warning names them. With -RemoveSchedule it
/// removes them.
/// </para>
/// </remarks>
/// <example>
///   <code>Remove-FargateCluster demo</code>
///   <para>Asks for confirmation, and then removes the cluster demo if nothing runs in it.</para>
/// </example>
/// <example>
///   <code>Remove-FargateCluster demo -Force -Confirm:$false</code>
///   <para>Removes the cluster demo and everything that runs in it, without asking.</para>
/// </example>
/// <example>
///   <code>Remove-FargateCluster demo -Force -WhatIf</code>
///   <para>Lists what would be removed, stopped and disabled with the cluster. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Remove-FargateCluster demo -Force -RemoveSchedule -Confirm:$false</code>
///   <para>Removes the cluster demo, everything that runs in it, and the schedules that start tasks in it.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "FargateCluster", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FargateCluster), typeof(EcsPlanStep))]
public sealed class RemoveFargateClusterCommand : AwsCommand, IPlannedCommand
{
    /// <summary>Names or ARNs of clusters.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ClusterName", "ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [IdentifiedBy("Cluster", "ClusterArn", Only = [typeof(FargateCluster)])]
    [Subject(typeof(FargateCluster), OtherKinds = ["ServiceName", "ServiceArn", "TaskArn", "TaskId", "ScheduleName", "ScheduleArn"])]
    public string[] Cluster { get; set; } = [];

    /// <summary>Also removes the services of the cluster, stops its tasks, and disables the schedules that start tasks in it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Removes the schedules that start tasks in the cluster, with or without -Force. Without it, -Force disables them.</summary>
    [Parameter]
    public SwitchParameter RemoveSchedule { get; set; }

    /// <summary>Emits the removed cluster.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var removal = new FargateClusterRemoval(connection);
        await ForEachAsync(pipeline, nameof(Cluster), Cluster, async name =>
        {
            var plan = await removal.PlanAsync(name, cancellationToken).ConfigureAwait(false) with { RemovesSchedules = RemoveSchedule };
            FargateClusterRemoval.Check(plan, Force);
            if (!await pipeline.ShouldProcessAsync(plan.ToPlan()).ConfigureAwait(false))
            {
                return;
            }

            var removed = await removal.RemoveAsync(plan, Force, pipeline.Progress, cancellationToken).ConfigureAwait(false);
            if (plan.Schedules.Count > 0 && !plan.RemovesSchedules)
            {
                pipeline.WriteWarning($"These schedules are disabled and still name the removed cluster '{removed.Cluster}': {Names(plan)}. Point them to "
                    + "another cluster (Set-EcsScheduledTask -Cluster), or remove them (Remove-EcsScheduledTask).");
            }

            if (PassThru)
            {
                pipeline.WriteObject(removed);
            }
        }).ConfigureAwait(false);
    }

    private static string Names(FargateClusterRemovalPlan plan) => string.Join(", ", plan.Schedules.Select(schedule => schedule.ScheduleName));
}
