using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules;
using EcsTools.Tasks;

namespace EcsTools.Commands.Schedules;

/// <summary>Runs what a schedule runs, now.</summary>
/// <remarks>
/// The tasks get the schedule's network, overrides and number, but they are started with your rights, not with those of the schedule's
/// role. The times of the
/// schedule stay as they are. What the command emits binds to Wait-FargateTask and Get-FargateLog.
/// </remarks>
/// <example>
///   <code>Start-EcsScheduledTask nightly | Get-FargateLog -Follow</code>
///   <para>Runs nightly now, and shows what it writes.</para>
/// </example>
/// <example>
///   <code>Get-EcsScheduledTask report-* | Start-EcsScheduledTask | Wait-FargateTask -Timeout 1h</code>
///   <para>Runs all reports now, and waits for them.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Start, "EcsScheduledTask", SupportsShouldProcess = true)]
[OutputType(typeof(FargateTask))]
public sealed class StartEcsScheduledTaskCommand : ScheduleSelectionCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var start = new TaskStart(connection);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            var plan = await start.PlanAsync(new ScheduledTasks(connection).RunRequest(schedule), cancellationToken).ConfigureAwait(false);
            var action = $"Start {schedule.TaskCount} of {schedule.TaskDefinition} in {schedule.Cluster} now";
            if (!await pipeline.ShouldProcessAsync($"Schedule {schedule.ScheduleName}", action).ConfigureAwait(false))
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
