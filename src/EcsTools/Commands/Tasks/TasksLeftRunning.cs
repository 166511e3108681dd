using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>
/// What becomes of the tasks of a command that Ctrl+C ended while it waited: they are stopped, or a warning names them.
/// </summary>
/// <param name="connection">Connection to the account and region.</param>
/// <param name="pipeline">The pipeline of the command.</param>
internal sealed class TasksLeftRunning(AwsConnection connection, CommandPipeline pipeline)
{
    // Long enough for some calls, and short enough for somebody who has pressed Ctrl+C.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task HandleAsync(IReadOnlyList<FargateTask> started, bool stop)
    {
        using var limit = new CancellationTokenSource(Limit);
        var running = started;
        try
        {
            running = await new FargateTasks(connection).StillRunningAsync(started, limit.Token).ConfigureAwait(false);
            if (running.Count > 0)
            {
                pipeline.WriteLeftover(stop ? await StopAsync(running, limit.Token).ConfigureAwait(false) : GoesOn(running));
            }
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // It was the answer to Ctrl+C that failed. What counts is that the tasks do not stay unnamed.
            pipeline.WriteLeftover($"{problem.Message} {GoesOn(running)}");
        }
    }

    private async Task<string> StopAsync(IReadOnlyList<FargateTask> running, CancellationToken cancellationToken)
    {
        foreach (var task in running)
        {
            await new FargateTasks(connection).StopAsync(
                new TaskReference(task.ClusterArn, task.TaskArn), "The command that started it was cancelled", cancellationToken).ConfigureAwait(false);
        }

        return $"Stopped in cluster {running[0].Cluster}: {Ids(running)}";
    }

    private static string GoesOn(IReadOnlyList<FargateTask> running)
        => $"Still running in cluster {running[0].Cluster}: {Ids(running)}. To stop: Stop-FargateTask {Ids(running)} -Cluster {running[0].Cluster}";

    private static string Ids(IReadOnlyList<FargateTask> tasks) => string.Join(", ", tasks.Select(task => task.TaskId));
}
