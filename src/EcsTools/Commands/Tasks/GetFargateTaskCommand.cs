using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>Gets tasks: their state, how they ended, and where you can reach them.</summary>
/// <remarks>
/// Without parameters the command gets the running tasks of every cluster in the region. ECS remembers a task for about an hour after it
/// stopped. Endpoints has the addresses of a task with a public IP address; in the sandbox they are on this machine. Tasks are emitted as
/// soon as ECS describes them, at the rate that AWS allows: 10,000 tasks take about five seconds.
/// </remarks>
/// <example>
///   <code>Get-FargateTask -Cluster demo</code>
///   <para>Gets the running tasks of the cluster demo.</para>
/// </example>
/// <example>
///   <code>Get-FargateTask -Family crawler -Status Stopped | Where-Object Succeeded -eq $false | Format-List StoppedReason, Remedy</code>
///   <para>Shows why tasks of the last hour failed, and what to do.</para>
/// </example>
/// <example>
///   <code>$task | Get-FargateTask</code>
///   <para>Gets the current state of a task that another command emitted.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateTask")]
[OutputType(typeof(FargateTask))]
public sealed class GetFargateTaskCommand : TaskQueryCommand
{
    /// <summary>
    /// Only tasks of this revision of their family. A task definition from the pipeline binds here, so that only the tasks of this revision are found.
    /// </summary>
    /// <value>every revision</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? Revision { get; set; }

    /// <summary>Only tasks with this value of StartedBy. A schedule from the pipeline binds here, so that only the tasks that it started are found.</summary>
    /// <value>tasks started by anyone</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StartedBy { get; set; }

    /// <summary>
    /// State of the tasks: Running (also those that are starting), Stopped or All. A task named by -TaskArn is returned in any state.
    /// </summary>
    /// <value>Running</value>
    [Parameter]
    [ValidateSet("Running", "Stopped", "All", IgnoreCase = true)]
    public string Status { get; set; } = "Running";

    /// <summary>
    /// Reads the definition of every task. Endpoints and log names need it. ECS allows 20 reads per second. Without this switch the
    /// command reads the first 50 definitions, and warns you if there are more.
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
            Revision = Revision,

            // A piped task that nobody has given a starter binds an empty text.
            StartedBy = string.IsNullOrEmpty(StartedBy) ? null : StartedBy,
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
