using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Schedules.Inspection;

namespace EcsTools.Commands.Schedules;

/// <summary>Finds out why the runs of schedules will fail, or not happen, before they do.</summary>
/// <remarks>
/// <para>
/// AWS does not report most problems of a schedule: a start that fails leaves no task and no log. The command checks that the cluster exists, that the task
/// definition is active and its images are in their repositories, that the subnets have a way to the registry, and that the role trusts EventBridge, may run
/// the task and may pass its roles. It looks for times that a clock change skips within a year, for runs that last until the next one, and for the dead-letter
/// queue. It changes nothing. No output means that nothing was found.
/// </para>
/// <para>Each finding has a Remedy. If one command line corrects it, that line is in FixCommand.</para>
/// </remarks>
/// <example>
///   <code>Test-EcsScheduledTask nightly</code>
///   <para>Shows what is wrong with the schedule nightly.</para>
/// </example>
/// <example>
///   <code>Test-EcsScheduledTask * | Where-Object Severity -eq Error</code>
///   <para>Finds the schedules whose runs will fail.</para>
/// </example>
/// <example>
///   <code>(Test-EcsScheduledTask nightly).FixCommand</code>
///   <para>Shows the command lines that correct what was found.</para>
/// </example>
/// <seealso cref="GetEcsScheduledRunCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "EcsScheduledTask")]
[OutputType(typeof(ScheduleFinding))]
public sealed class TestEcsScheduledTaskCommand : ScheduleSelectionCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var inspection = new ScheduleInspection(connection);
        await foreach (var schedule in SelectAsync(pipeline, connection, cancellationToken).ConfigureAwait(false))
        {
            foreach (var finding in await inspection.InspectAsync(schedule, cancellationToken).ConfigureAwait(false))
            {
                pipeline.WriteObject(finding);
            }
        }
    }
}
