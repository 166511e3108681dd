using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>Stops tasks.</summary>
/// <remarks>
/// <para>
/// The program in each container gets SIGTERM and has 30 seconds to end before it is killed, unless the task definition sets another time.
/// A service replaces a task that you stop; to stop it for good, change the service.
/// </para>
/// <para>
/// The command stops the tasks when the pipeline before it has ended. Before it stops more than ten, it asks. Use -Confirm:$false in a job
/// that nobody watches, and -WhatIf to see which tasks it would stop.
/// </para>
/// </remarks>
/// <example>
///   <code>Get-FargateTask -Cluster demo -Family web | Stop-FargateTask -Reason 'Maintenance'</code>
///   <para>Stops the tasks of the family web in the cluster demo.</para>
/// </example>
/// <example>
///   <code>Stop-FargateTask $task.TaskId -Cluster demo -Wait -PassThru</code>
///   <para>Stops a task by its id, waits until it has ended, and emits it.</para>
/// </example>
/// <example>
///   <code>Get-FargateTask -Cluster demo | Where-Object Duration -gt '6:00:00' | Stop-FargateTask -Confirm:$false</code>
///   <para>
///   Stops the tasks that have been running for more than six hours, also if there are more than ten. StartedAt -lt would also match tasks that are
///   still starting: it is null until they run, and PowerShell counts null as earlier than every time.
///   </para>
/// </example>
[Cmdlet(VerbsLifecycle.Stop, "FargateTask", SupportsShouldProcess = true)]
[OutputType(typeof(FargateTask), typeof(EcsPlanStep))]
public sealed class StopFargateTaskCommand : ServiceTasksCommand, IPlannedCommand
{
    private readonly TaskCollector _named = new();
    private readonly TaskCollector _stopped = new();

    /// <summary>ARNs or ids of tasks. An id is looked up in every cluster, if you do not use -Cluster.</summary>
    /// <value>the running tasks of the service that -ServiceName names</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Task", "TaskId")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [IdentifiedBy("TaskArn")]
    [Subject(typeof(FargateTask), typeof(FargateFailure), typeof(ScheduledTaskRun), typeof(TaskLogEvent))]
    public string[]? TaskArn { get; set; }

    /// <summary>Text for the stopped reason of the task.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>Waits until the tasks have ended.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Maximum time for -Wait, such as 5m.</summary>
    /// <value>no limit</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; }

    /// <summary>Emits the tasks.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        => CollectAsync(_named, TaskArn, stopped: false, pipeline, cancellationToken);

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var chosen = new List<(AwsConnection Connection, TaskReference Task)>();
        foreach (var (connection, tasks) in _named.ByConnection())
        {
            foreach (var task in tasks)
            {
                if (await pipeline.ShouldProcessAsync(Plan(task, connection.Region)).ConfigureAwait(false))
                {
                    chosen.Add((connection, task));
                }
            }
        }

        if (chosen.Count > FewThings && !await ConfirmManyAsync(pipeline, Question(chosen), "Task").ConfigureAwait(false))
        {
            return;
        }

        await ForEachAsync(pipeline, nameof(TaskArn), chosen, one => StopAsync(pipeline, one.Connection, one.Task, cancellationToken))
            .ConfigureAwait(false);
        await WaitAsync(pipeline, cancellationToken).ConfigureAwait(false);
    }

    private static string Question(List<(AwsConnection Connection, TaskReference Task)> tasks)
    {
        var clusters = tasks.GroupBy(one => (Cluster: AwsName(one.Task.Cluster), one.Connection.Region))
            .Select(group => $"  - {group.Count()} in cluster {group.Key.Cluster} ({group.Key.Region})");
        return string.Join(Environment.NewLine, clusters.Prepend($"Stop {tasks.Count} tasks?"));
    }

    private static EcsPlan Plan(TaskReference task, string region) => new()
    {
        Action = EcsPlanAction.Stop,
        ResourceType = "Task",
        ResourceName = task.TaskId,
        Region = region,
        Title = $"Stop task {task.TaskId} in cluster '{AwsName(task.Cluster)}' ({region})",
    };

    private async Task WaitAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        foreach (var (connection, tasks) in _stopped.ByConnection())
        {
            await foreach (var task in new TaskWait(connection)
                .WaitAsync(
                    tasks,
                    TaskWaitFor.Stopped,
                    IsBound(nameof(Timeout)) ? Timeout : null,
                    (problem, last) => pipeline.WriteError(problem, last),
                    pipeline.Progress,
                    cancellationToken)
                .ConfigureAwait(false))
            {
                Emit(pipeline, task);
            }
        }
    }

    private async Task StopAsync(
        CommandPipeline pipeline, AwsConnection connection, TaskReference task, CancellationToken cancellationToken)
    {
        var stopped = await new FargateTasks(connection).StopAsync(task, Reason, cancellationToken).ConfigureAwait(false);
        if (Wait)
        {
            _stopped.Add(connection, new TaskReference(stopped.ClusterArn, stopped.TaskArn));
        }
        else
        {
            Emit(pipeline, stopped);
        }
    }

    private void Emit(CommandPipeline pipeline, FargateTask task)
    {
        if (PassThru)
        {
            pipeline.WriteObject(task);
        }
    }

    private static string AwsName(string arnOrName) => arnOrName.Substring(arnOrName.LastIndexOf('/') + 1);
}
