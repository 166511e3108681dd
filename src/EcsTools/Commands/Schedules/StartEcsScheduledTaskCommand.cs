using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;
using EcsTools.Tasks;

namespace EcsTools.Commands.Schedules;

/// <summary>Runs the tasks of a schedule now.</summary>
/// <remarks>
/// The tasks get the network, the overrides and the count of the schedule, but they start with your permissions and not with the role of
/// the schedule. The times of the schedule do not change. The output binds to Wait-FargateTask and Get-FargateLog.
/// </remarks>
/// <example>
///   <code>Start-EcsScheduledTask nightly | Get-FargateLog -Follow</code>
///   <para>Runs nightly now, and shows what it writes.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask report-* | Start-EcsScheduledTask | Wait-FargateTask -Timeout 1h</code>
///   <para>Runs all schedules whose names begin with report- now, and waits for their tasks.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "EcsScheduledTask", SupportsShouldProcess = true)]
[OutputType(typeof(FargateTask), typeof(EcsPlanStep))]
public sealed class StartEcsScheduledTaskCommand : ScheduleSelectionCommand, IPlannedCommand
{
    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var start = new TaskStart(connection);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            var plan = await start.PlanAsync(new ScheduledTasks(connection).RunRequest(schedule), cancellationToken).ConfigureAwait(false);
            var shown = plan.ToPlan();
            if (!await pipeline.ShouldProcessAsync(shown with { Title = $"{shown.Title}, as schedule '{schedule.ScheduleName}' does" }).ConfigureAwait(false))
            {
                continue;
            }

            await foreach (var task in start
                .StartAsync(plan, problem => pipeline.WriteError(problem), pipeline.Progress, cancellationToken)
                .ConfigureAwait(false))
            {
                pipeline.WriteObject(task);
            }
        }
    }
}
