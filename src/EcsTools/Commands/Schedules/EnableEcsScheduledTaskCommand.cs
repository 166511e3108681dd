using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Enables schedules, so that they start tasks again.</summary>
/// <remarks>The command emits the schedules; Change is Updated or Unchanged. A schedule does not make up for runs that it missed.</remarks>
/// <example>
///   <code>Enable-EcsScheduledTask nightly</code>
///   <para>Enables the schedule nightly, and shows when it runs next.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask report-* | Enable-EcsScheduledTask</code>
///   <para>Enables all schedules whose names begin with report-.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Enable, "EcsScheduledTask", SupportsShouldProcess = true)]
[OutputType(typeof(ScheduledTask), typeof(EcsPlanStep))]
public sealed class EnableEcsScheduledTaskCommand : ScheduleSelectionCommand, IPlannedCommand
{
    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            if (await pipeline.ShouldProcessAsync(SchedulePlans.Switch(schedule, enabled: true)).ConfigureAwait(false))
            {
                pipeline.WriteObject(
                    await new ScheduledTasks(connection).SwitchAsync(schedule, enabled: true, cancellationToken).ConfigureAwait(false));
            }
        }
    }
}
