using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Turns schedules on: they fire again at their next time.</summary>
/// <remarks>The command emits the schedules; Change says whether anything was changed. Tasks that run go on.</remarks>
/// <example>
///   <code>Enable-EcsScheduledTask nightly</code>
///   <para>Turns the schedule nightly on, and emits it with the times it runs next.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask report-* | Enable-EcsScheduledTask</code>
///   <para>Turns all reports on.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "EcsScheduledTask", SupportsShouldProcess = true)]
[OutputType(typeof(ScheduledTask))]
public sealed class EnableEcsScheduledTaskCommand : ScheduleSelectionCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            if (await pipeline.ShouldProcessAsync($"Schedule {schedule.ScheduleName} ({schedule.State})", "Enable").ConfigureAwait(false))
            {
                pipeline.WriteObject(
                    await new ScheduledTasks(connection).SwitchAsync(schedule, enabled: true, cancellationToken).ConfigureAwait(false));
            }
        }
    }
}
