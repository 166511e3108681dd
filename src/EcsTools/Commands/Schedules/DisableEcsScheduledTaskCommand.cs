using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Disables schedules, so that they start no tasks.</summary>
/// <remarks>The command emits the schedules; Change is Updated or Unchanged. Running tasks continue to run.</remarks>
/// <example>
///   <code>Disable-EcsScheduledTask nightly</code>
///   <para>Disables the schedule nightly until Enable-EcsScheduledTask enables it again.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask -Group tests | Disable-EcsScheduledTask</code>
///   <para>Disables all schedules of the group tests.</para>
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
