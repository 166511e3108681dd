using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Gets the runs of schedules in the last hour, and the runs that are missing.</summary>
/// <remarks>
/// ECS forgets a task about an hour after it stopped, so earlier runs cannot be shown. If a run was due but no task was started, the output
/// has a run with the status Missed, and a remedy. AWS itself does not report missed runs.
/// </remarks>
/// <example>
///   <code>Get-EcsScheduledRun nightly</code>
///   <para>Shows the runs of nightly in the last hour, the newest first.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledRun * | Where-Object Status -in Missed, Failed | Format-List</code>
///   <para>Shows every run of any schedule that failed or is missing, and what to do.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledRun nightly | Select-Object -First 1 | Get-FargateLog</code>
///   <para>Shows what the last run wrote.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EcsScheduledRun")]
[OutputType(typeof(ScheduledTaskRun))]
public sealed class GetEcsScheduledRunCommand : ScheduleSelectionCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            foreach (var run in await new ScheduledRuns(connection).GetAsync(schedule, cancellationToken).ConfigureAwait(false))
            {
                pipeline.WriteObject(run);
            }
        }
    }
}
