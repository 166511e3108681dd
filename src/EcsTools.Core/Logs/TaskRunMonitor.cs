using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Tasks;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Logs;

/// <summary>Stays with tasks until they have stopped, and hands over what they write meanwhile.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class TaskRunMonitor(AwsConnection connection)
{
    /// <summary>Lines a task keeps: the newest.</summary>
    public const int KeptLines = 1000;

    /// <summary>Waits until all have stopped, and gives them with their logs.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="publicAddress">Whether they have public addresses, which cost.</param>
    /// <param name="timeout">How long; null for ever.</param>
    /// <param name="line">Given each line as it comes, from another thread; or null.</param>
    /// <param name="failed">Called with each task that is gone or not stopped in time.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the wait. The tasks keep running.</param>
    public async Task<IReadOnlyList<FargateTask>> StayAsync(
        IReadOnlyList<FargateTask> tasks,
        bool publicAddress,
        TimeSpan? timeout,
        Action<TaskLogEvent>? line,
        Action<EcsToolsException, FargateTask?> failed,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var references = tasks.Select(task => TaskReference.Parse(task.TaskArn, null)).ToList();
        var kept = references.ToDictionary(reference => reference.TaskId, _ => new Queue<TaskLogEvent>(), StringComparer.Ordinal);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var logs = ReadAsync(references, kept, line, reading.Token);
        var stopped = new List<FargateTask>();
        try
        {
            await foreach (var task in new TaskWait(connection)
                .WaitAsync(references, TaskWaitFor.Stopped, timeout, failed, progress, cancellationToken)
                .ConfigureAwait(false))
            {
                stopped.Add(task);
            }
        }
        finally
        {
            if (stopped.Count < references.Count)
            {
                // Some run on: their logs would never end.
                reading.Cancel();
            }

            await logs.ConfigureAwait(false);
        }

        return stopped.Select(task => task with
        {
            Logs = kept[task.TaskId].ToList(),
            EstimatedCost = publicAddress ? TaskCosts.WithPublicIp(task.EstimatedCost) : task.EstimatedCost,
        }).ToList();
    }

    private async Task ReadAsync(
        List<TaskReference> references, Dictionary<string, Queue<TaskLogEvent>> kept, Action<TaskLogEvent>? line,
            CancellationToken cancellationToken)
    {
        try
        {
            // A task without a log is no error here: it is waited for all the same.
            await foreach (var written in new TaskLogs(connection)
                .ReadAsync(new TaskLogRequest { Tasks = references, Follow = true }, _ => { }, null, cancellationToken)
                .ConfigureAwait(false))
            {
                var lines = kept[written.TaskId];
                lines.Enqueue(written);
                if (lines.Count > KeptLines)
                {
                    lines.Dequeue();
                }

                line?.Invoke(written);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The wait is over: what was read stays.
        }
    }
}
