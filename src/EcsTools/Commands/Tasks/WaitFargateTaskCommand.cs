using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Failures;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>Waits until tasks have stopped, or until they run.</summary>
/// <remarks>
/// The command waits for all tasks of the pipeline at the same time, and emits each one as soon as it has reached its state. A failed task
/// is also an error: its first line is the cause, and its target is the object that Get-FargateFailure emits. Ctrl+C ends the wait, not the
/// tasks.
/// </remarks>
/// <example>
///   <code>Start-FargateTask crawler -Cluster demo -Count 3 | Wait-FargateTask -Timeout 30m</code>
///   <para>Starts three tasks and waits up to 30 minutes until they have ended.</para>
/// </example>
/// <example>
///   <code>(Start-FargateTask web -Cluster demo | Wait-FargateTask -For Running).Endpoints</code>
///   <para>Starts a web server and shows its address.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "FargateTask")]
[OutputType(typeof(FargateTask))]
public sealed class WaitFargateTaskCommand : TaskSelectionCommand
{
    private readonly TaskCollector _tasks = new();

    /// <summary>
    /// State to wait for: Stopped, Running, or Healthy (running and its health check has passed). The wait for a task always ends when the
    /// task stops.
    /// </summary>
    /// <value>Stopped</value>
    [Parameter]
    [Alias("State")]
    public TaskWaitFor For { get; set; } = TaskWaitFor.Stopped;

    /// <summary>Maximum time to wait, such as 30m.</summary>
    /// <value>no limit</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        => CollectAsync(_tasks, pipeline, cancellationToken);

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        foreach (var (connection, tasks) in _tasks.ByConnection())
        {
            var failures = new FargateFailures(connection);
            await foreach (var task in new TaskWait(connection)
                .WaitAsync(
                    tasks,
                    For,
                    IsBound(nameof(Timeout)) ? Timeout : null,
                    (problem, last) => pipeline.WriteError(problem, last),
                    pipeline.Progress,
                    cancellationToken)
                .ConfigureAwait(false))
            {
                pipeline.WriteObject(task);
                if (await failures.ExplainAsync(task, null, cancellationToken).ConfigureAwait(false) is { } failure)
                {
                    pipeline.WriteError(FargateFailures.ToError(failure));
                }
            }
        }
    }
}
