using System;
using System.Collections.Concurrent;
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

/// <summary>Watches tasks until they have stopped, and returns what they write in the meantime.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class TaskRunMonitor(AwsConnection connection)
{
    /// <summary>How many of the newest lines to keep per task.</summary>
    public const int KeptLines = 1000;

    /// <summary>Waits until all tasks have stopped, and returns them with their logs.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="publicAddress">Whether they have public addresses, which are billed.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="line">Called with each line as it arrives, on another thread; may be null.</param>
    /// <param name="failed">Called with each task that no longer exists or has not stopped in time.</param>
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
        var abandoned = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var logs = ReadAsync(references, kept, line, abandoned.ContainsKey, reading.Token);
        var stopped = new List<FargateTask>();
        var waited = false;
        try
        {
            await foreach (var task in new TaskWait(connection)
                .WaitAsync(references, TaskWaitFor.Stopped, timeout, failed, progress, cancellationToken)
                .ConfigureAwait(false))
            {
                stopped.Add(task);
            }

            waited = true;
        }
        finally
        {
            if (!waited)
            {
                reading.Cancel();
            }

            // Tasks that keep running have logs that would never end. Those that have stopped are read to the end.
            foreach (var reference in references.Where(reference => !stopped.Exists(task => task.TaskId == reference.TaskId)))
            {
                abandoned[reference.TaskId] = true;
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
        List<TaskReference> references,
        Dictionary<string, Queue<TaskLogEvent>> kept,
        Action<TaskLogEvent>? line,
        Func<string, bool> isAbandoned,
        CancellationToken cancellationToken)
    {
        async Task CollectAsync()
        {
            // A task without a log is no error here. Wait for it all the same.
            await foreach (var written in new TaskLogs(connection)
                .ReadAsync(new TaskLogRequest { Tasks = references, Follow = true, IsAbandoned = isAbandoned }, _ => { }, null, cancellationToken)
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

        try
        {
            // The wait does not need the log: exit code and status come from ECS.
            await connection.UnlessDeniedAsync(CollectAsync, "The logs of the tasks are left out").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The wait is over. Keep what was read.
        }
    }
}
