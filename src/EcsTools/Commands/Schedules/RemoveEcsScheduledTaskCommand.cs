using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Removes schedules that run tasks.</summary>
/// <remarks>
/// Running tasks continue to run. The role of the schedule is not removed, because other schedules of the family may use it.
/// </remarks>
/// <example>
///   <code>Remove-EcsScheduledTask nightly</code>
///   <para>Asks for confirmation, and then removes the schedule nightly.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask -Group tests | Remove-EcsScheduledTask -Confirm:$false</code>
///   <para>Removes all schedules of the group tests without asking.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask | Where-Object HasEnded | Remove-EcsScheduledTask -Confirm:$false</code>
///   <para>Removes the schedules that never run again, because their only time or their end date has passed.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "EcsScheduledTask", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ScheduledTask), typeof(EcsPlanStep))]
public sealed class RemoveEcsScheduledTaskCommand : ScheduleSelectionCommand, IPlannedCommand
{
    /// <summary>Emits the removed schedules.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            if (!await pipeline.ShouldProcessAsync(SchedulePlans.Removal(schedule)).ConfigureAwait(false))
            {
                continue;
            }

            await new ScheduledTasks(connection).RemoveAsync(schedule, cancellationToken).ConfigureAwait(false);
            if (PassThru)
            {
                pipeline.WriteObject(schedule with { NextRuns = [], Change = ChangeStatus.Removed });
            }
        }
    }
}
