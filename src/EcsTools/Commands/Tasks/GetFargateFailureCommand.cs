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

/// <summary>Explains why tasks failed, and how to fix the cause.</summary>
/// <remarks>
/// <para>
/// For each failed task the output has the cause as a sentence, a remedy, and in Fix a command line that corrects the problem. The command
/// combines what AWS keeps in different places: stop code and reason, exit codes, the last lines of the log, the events of the service, the
/// platforms of the image in ECR, and the network route of the subnet. Tasks that ended successfully, or that someone stopped, are not
/// failures.
/// </para>
/// <para>
/// ECS forgets a stopped task after about an hour. This command, Wait-FargateTask and Start-FargateTask -Wait remember the failures they
/// have seen on this machine, for 30 days and at most 500 of them. They are in the file failures.jsonl in the user's cache folder (or
/// $env:ECSTOOLS_CACHE), which includes log lines and which only its owner can read. The command also returns them with -Since, or if you
/// name the task; Remembered is then true.
/// </para>
/// </remarks>
/// <example>
///   <code>Get-FargateFailure -Cluster demo</code>
///   <para>Explains why tasks in the cluster demo failed in the last hour, the newest first.</para>
/// </example>
/// <example>
///   <code>Get-FargateFailure -Family web -Since 1d | Group-Object Kind -NoElement</code>
///   <para>Counts the failures of the last day by kind.</para>
/// </example>
/// <example>
///   <code>(Get-FargateFailure $task.TaskArn).Fix</code>
///   <para>Shows the command line that fixes the failure of one task.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateFailure")]
[OutputType(typeof(FargateFailure))]
public sealed class GetFargateFailureCommand : TaskQueryCommand
{
    /// <summary>Start of the period: a time, or an age such as 1d.</summary>
    /// <value>the last hour, which ECS remembers</value>
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
