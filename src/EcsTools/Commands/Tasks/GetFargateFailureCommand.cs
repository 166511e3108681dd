using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Failures;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Tasks;

/// <summary>Says why tasks failed, and what to do about it.</summary>
/// <remarks>
/// <para>
/// For every task that failed one object: the cause as a sentence, a remedy, and in Fix a command line that mends it. What AWS keeps in
/// many places is
/// joined for it: stop code and reason, exit codes, the last lines of the log, what the service said, the platforms of the image in ECR,
/// and the way
/// out of the task's subnet. Tasks that ended well, or were asked to end, are no failures.
/// </para>
/// <para>
/// ECS forgets a stopped task after about an hour. What this command, Wait-FargateTask and Start-FargateTask -Wait have seen is kept on
/// this machine
/// for 30 days, 500 failures at most, in the file failures.jsonl of the user's cache folder (or $env:ECSTOOLS_CACHE), readable by its owner
/// alone: the
/// log lines of the failure are in it. With -Since, or for a task that is named, these are found too (Remembered is true).
/// </para>
/// </remarks>
/// <example>
///   <code>Get-FargateFailure -Cluster demo</code>
///   <para>Shows why tasks of the last hour failed in the cluster demo, the newest first.</para>
/// </example>
/// <example>
///   <code>Get-FargateFailure -Family web -Since 1d | Group-Object Kind -NoElement</code>
///   <para>Counts the failures of a day by their kind.</para>
/// </example>
/// <example>
///   <code>(Get-FargateFailure $task.TaskArn).Fix</code>
///   <para>Shows the command line that mends the failure of one task.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateFailure")]
[OutputType(typeof(FargateFailure))]
public sealed class GetFargateFailureCommand : TaskQueryCommand
{
    /// <summary>
    /// <para type="description">Only failures from this time on: a time, or how long ago, such as 1d. Without it, those of the hour that
    /// ECS remembers.</para>
    /// </summary>
    [Parameter]
    [PointInTime]
    public DateTime Since { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var query = new FailureQuery
        {
            Tasks = TaskArn,
            Clusters = Cluster,
            Families = Family,
            ServiceName = ServiceName,
            Since = IsBound(nameof(Since)) ? new DateTimeOffset(Since.ToUniversalTime()) : null,
        };
        await foreach (var failure in new FargateFailures(connection)
            .GetAsync(query, problem => pipeline.WriteError(problem), cancellationToken)
            .ConfigureAwait(false))
        {
            pipeline.WriteObject(failure);
        }
    }
}
