using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Models;

namespace EcsTools.Tasks;

/// <summary>The state to wait for.</summary>
public enum TaskWaitFor
{
    /// <summary>Ended, successfully or not.</summary>
    Stopped,

    /// <summary>Running, or ended.</summary>
    Running,

    /// <summary>Running with a passed health check, or ended.</summary>
    Healthy,
}

/// <summary>Waits for tasks.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class TaskWait(AwsConnection connection)
{
    // A task may not be known everywhere right after its start.
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(6);

    private readonly FargateTasks _tasks = new(connection);

    /// <summary>Returns each task as soon as it reaches the state.</summary>
    /// <param name="references">The tasks.</param>
    /// <param name="state">The state to wait for.</param>
    /// <param name="timeout">How long to wait; null for no limit.</param>
    /// <param name="failed">Called with each task that does not exist or does not reach the state in time.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the wait. The tasks keep running.</param>
    public async IAsyncEnumerable<FargateTask> WaitAsync(
        IReadOnlyList<TaskReference> references,
        TaskWaitFor state,
        TimeSpan? timeout,
        Action<EcsToolsException, FargateTask?> failed,
        IProgress<OperationProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = connection.Clock.UtcNow;
        var open = references.GroupBy(task => task.TaskId, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => group.First(), StringComparer.Ordinal);
        var last = new Dictionary<string, FargateTask>(StringComparer.Ordinal);
        for (var pause = FirstPause; open.Count > 0; pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2)))
        {
            foreach (var found in await _tasks.FindAsync(open.Values, cancellationToken).ConfigureAwait(false))
            {
                // Something changed, so the next change may come soon.
                pause = last.TryGetValue(found.TaskId, out var before) && before.LastStatus == found.LastStatus ? pause : FirstPause;
                var task = WithAddress(found, before);
                last[task.TaskId] = task;
                Report(task, progress, Is(task, state));
                if (Is(task, state))
                {
                    open.Remove(task.TaskId);
                    yield return task;
                }
            }

            Forget(
                open,
                reference => state == TaskWaitFor.Healthy && Last(reference)?.HealthStatus == "UNHEALTHY",
                reference => failed(Unhealthy(Last(reference)!), Last(reference)));
            var waited = connection.Clock.UtcNow - start;
            Forget(
                open,
                reference => !last.ContainsKey(reference.TaskId) && waited >= KnownWithin,
                reference => failed(FargateTasks.Missing(reference.Task, reference.Cluster), null));
            Forget(open, _ => waited >= timeout, reference => failed(TooLate(reference, Last(reference), state, waited), Last(reference)));
            if (open.Count > 0)
            {
                await connection.Clock.PauseAsync(pause, cancellationToken).ConfigureAwait(false);
            }
        }

        FargateTask? Last(TaskReference reference) => last.TryGetValue(reference.TaskId, out var task) ? task : null;
    }

    /// <summary>A stopped task no longer has an address, but the one it had is billed. So remember the address seen earlier.</summary>
    private static FargateTask WithAddress(FargateTask task, FargateTask? before)
        => before is { PublicIp: not null } or { EstimatedCost.PublicIpAmount: > 0 }
            ? task with { EstimatedCost = TaskCosts.WithPublicIp(task.EstimatedCost) }
            : task;

    private static bool Is(FargateTask task, TaskWaitFor state)
        => task.LastStatus == "STOPPED"
            || (state == TaskWaitFor.Running && task.LastStatus == "RUNNING")
            || (state == TaskWaitFor.Healthy && task is { LastStatus: "RUNNING", HealthStatus: "HEALTHY" });

    private static void Forget(Dictionary<string, TaskReference> open, Func<TaskReference, bool> which, Action<TaskReference> tell)
    {
        foreach (var reference in open.Values.Where(which).ToList())
        {
            open.Remove(reference.TaskId);
            tell(reference);
        }
    }

    private static void Report(FargateTask task, IProgress<OperationProgress>? progress, bool done)
        => progress?.Report(new OperationProgress($"Task {task.Family}/{ShortId(task.TaskId)}", task.LastStatus, Completed: done));

    private static string ShortId(string id) => id.Substring(0, Math.Min(8, id.Length));

    private static EcsToolsException Unhealthy(FargateTask task)
        => new(
            ErrorCodes.TaskUnhealthy,
            $"Task '{task.TaskId}' runs, but its health check failed: "
                + $"{string.Join(", ", task.Containers.Where(container => container.HealthStatus == "UNHEALTHY").Select(container => container.Name))} "
                + "is UNHEALTHY.",
            $"Read its log: Get-FargateLog {task.TaskId} -Cluster {task.Cluster}. Then check the health check of '{task.Family}': its command, and "
                + "the time that it allows for the start (-HealthCheckStartPeriod of Register-FargateTask).",
            "For",
            task.TaskArn);

    private static EcsToolsException TooLate(TaskReference reference, FargateTask? task, TaskWaitFor state, TimeSpan waited)
        => new(
            ErrorCodes.TaskWaitTimeout,
            $"Task '{reference.TaskId}' is {task?.LastStatus ?? "unknown"}{Health(task, state)} and not {state} after {waited:hh\\:mm\\:ss}.",
            "It still runs: wait longer with -Timeout, look at it with Get-FargateTask and Get-FargateLog, or stop it: "
                + $"Stop-FargateTask {reference.TaskId} -Cluster {AwsArn.NameOf(reference.Cluster)}",
            "Timeout",
            reference.Task);

    // A task without a health check never becomes healthy. It stays UNKNOWN.
    private static string Health(FargateTask? task, TaskWaitFor state)
        => state == TaskWaitFor.Healthy && task?.HealthStatus is { } health ? $" (health {health})" : "";
}
