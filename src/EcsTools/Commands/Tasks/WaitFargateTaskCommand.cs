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

/// <summary>Waits until tasks have stopped, or run.</summary>
/// <remarks>
/// All tasks of the pipeline are waited for together, and each is emitted as soon as it is so far. A task that failed is an error as well:
/// its first
/// line is the cause, its target the FargateFailure that Get-FargateFailure gives. Ctrl+C ends the wait, not the tasks.
/// </remarks>
/// <example>
///   <code>Start-FargateTask crawler -Cluster demo -Count 3 | Wait-FargateTask -Timeout 30m</code>
///   <para>Starts three tasks and waits up to half an hour until they have ended.</para>
/// </example>
/// <example>
///   <code>(Start-FargateTask web -Cluster demo | Wait-FargateTask -For Running).Endpoints</code>
///   <para>Starts a web server and shows where it answers.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "FargateTask")]
[OutputType(typeof(FargateTask))]
public sealed class WaitFargateTaskCommand : TaskSelectionCommand
{
    private readonly TaskCollector _tasks = new();

    /// <summary>
    /// <para type="description">What the tasks are waited for to be: Stopped, Running, or Healthy (running, with its health check passed).
    /// One that stops ends every wait for it.</para>
    /// </summary>
    [Parameter]
    [Alias("State")]
    public TaskWaitFor For { get; set; } = TaskWaitFor.Stopped;

    /// <summary>
    /// <para type="description">How long to wait, such as 30m; without it, as long as it takes.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        => _tasks.Add(await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false), TaskArn, Cluster);

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
