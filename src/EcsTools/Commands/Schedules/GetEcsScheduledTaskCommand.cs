using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Schedules;

/// <summary>Gets schedules that run tasks, with the times they run next.</summary>
/// <remarks>
/// It gets schedules of EventBridge Scheduler and EventBridge rules alike, whoever made them, if what they run is a task on ECS.
/// </remarks>
/// <example>
///   <code>Get-EcsScheduledTask</code>
///   <para>Gets all schedules of the region that run tasks.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask | Sort-Object NextRun | Select-Object ScheduleName, NextRun</code>
///   <para>Shows what runs next, in the order of time.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EcsScheduledTask")]
[OutputType(typeof(ScheduledTask))]
public sealed class GetEcsScheduledTaskCommand : ScheduleSelectionCommand
{
    /// <summary>
    /// <para type="description">Names of schedules, with wildcards; all of them where not said.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ScheduleName")]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("ScheduleName", "Name")]
    public override string[]? Name { get; set; }

    /// <summary>
    /// <para type="description">Only schedules whose tasks run in these clusters: names or ARNs, with wildcards.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("Cluster", "ClusterArn")]
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
