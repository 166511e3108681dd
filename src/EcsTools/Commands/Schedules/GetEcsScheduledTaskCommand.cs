using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Schedules;

/// <summary>Gets schedules that run tasks, with the times of their next runs.</summary>
/// <remarks>
/// The command gets the schedules of EventBridge Scheduler and the EventBridge rules that run a task on ECS, no matter which tool created
/// them.
/// </remarks>
/// <example>
///   <code>Get-EcsScheduledTask</code>
///   <para>Gets all schedules of the region that run tasks.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask | Sort-Object NextRun | Select-Object ScheduleName, NextRun</code>
///   <para>Shows what runs next, sorted by time.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EcsScheduledTask")]
[OutputType(typeof(ScheduledTask))]
public sealed class GetEcsScheduledTaskCommand : ScheduleSelectionCommand
{
    /// <summary>Names of schedules. Wildcards are allowed.</summary>
    /// <value>all schedules</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ScheduleName")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("ScheduleName", "Name")]
    [Subject(typeof(ScheduledTask), typeof(ScheduledTaskRun))]
    public override string[]? Name { get; set; }

    /// <summary>Names or ARNs of the clusters in which the tasks run. Wildcards are allowed.</summary>
    /// <value>every cluster</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("Cluster", "ClusterArn")]
    [Subject(typeof(FargateCluster), Rank = 3)]
    public string[]? Cluster { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var clusters = Cluster?.Select(arnOrName => arnOrName.Substring(arnOrName.LastIndexOf('/') + 1))
            .Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase)).ToList();
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            if (clusters is not { Count: > 0 } || clusters.Exists(cluster => cluster.IsMatch(schedule.Cluster)))
            {
                pipeline.WriteObject(schedule);
            }
        }
    }
}
