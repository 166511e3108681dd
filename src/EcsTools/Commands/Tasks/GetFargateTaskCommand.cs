using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>Gets tasks: where they are, how they ended, where they can be reached.</summary>
/// <remarks>
/// Without parameters it gets what runs in every cluster of the region. ECS knows a task for about an hour after it stopped. Endpoints are
/// those of the task's public address, where it has one; in the sandbox, of this machine. Tasks are written as their descriptions arrive, at the
/// rate that AWS lets them be read: ten thousand take some five seconds.
/// </remarks>
/// <example>
///   <code>Get-FargateTask -Cluster demo</code>
///   <para>Gets the tasks that run in the cluster demo.</para>
/// </example>
/// <example>
///   <code>Get-FargateTask -Family crawler -Status Stopped | Where-Object Succeeded -eq $false | Format-List StoppedReason, Remedy</code>
///   <para>Shows why runs of the last hour failed, and what to do about it.</para>
/// </example>
/// <example>
///   <code>$task | Get-FargateTask</code>
///   <para>Asks again about a task that another command emitted.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateTask")]
[OutputType(typeof(FargateTask))]
public sealed class GetFargateTaskCommand : TaskQueryCommand
{
    /// <summary>
    /// <para type="description">Only tasks that this started.</para>
    /// </summary>
    [Parameter]
    public string? StartedBy { get; set; }

    /// <summary>
    /// <para type="description">Tasks that run or are to run, those that stopped, or all. A task that is named is got whatever it
    /// does.</para>
    /// </summary>
    [Parameter]
    [ValidateSet("Running", "Stopped", "All", IgnoreCase = true)]
    public string Status { get; set; } = "Running";

    /// <summary>
    /// <para type="description">Reads the definition of every task, which Endpoints and the names of logs come from, at the 20 a second that ECS
    /// takes. Without it, a list reads those of its first 50 definitions, and a warning says where there were more.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var query = new TaskQuery
        {
            Tasks = TaskArn,
            Clusters = Cluster,
            Families = Family,
            ServiceName = ServiceName,
            StartedBy = StartedBy,
            Running = !Status.Equals("Stopped", System.StringComparison.OrdinalIgnoreCase),
            Stopped = !Status.Equals("Running", System.StringComparison.OrdinalIgnoreCase),
            Detailed = Detailed,
            Notice = pipeline.WriteWarning,
        };
        await foreach (var task in new FargateTasks(connection)
            .GetAsync(query, problem => pipeline.WriteError(problem), cancellationToken)
            .ConfigureAwait(false))
        {
            pipeline.WriteObject(task);
        }
    }
}
