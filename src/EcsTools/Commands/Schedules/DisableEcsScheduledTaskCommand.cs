using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Turns schedules off: they stay, and do not fire.</summary>
/// <remarks>The command emits the schedules; Change says whether anything was changed. Tasks that run go on.</remarks>
/// <example>
///   <code>Disable-EcsScheduledTask nightly</code>
///   <para>Turns the schedule nightly off until Enable-EcsScheduledTask.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask -Group tests | Disable-EcsScheduledTask</code>
///   <para>Turns all schedules of the group tests off.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Disable, "EcsScheduledTask", SupportsShouldProcess = true)]
[OutputType(typeof(ScheduledTask))]
public sealed class DisableEcsScheduledTaskCommand : ScheduleSelectionCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            if (await pipeline.ShouldProcessAsync($"Schedule {schedule.ScheduleName} ({schedule.State})", "Disable").ConfigureAwait(false))
            {
                pipeline.WriteObject(
                    await new ScheduledTasks(connection).SwitchAsync(schedule, enabled: false, cancellationToken).ConfigureAwait(false));
            }
        }
    }
}
