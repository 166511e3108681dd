using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Logs;

/// <summary>
/// Reads the logs of tasks while they grow, until every task has stopped and its log is at its end. It holds at most one page of each stream, and asks for the
/// next one when the lines of the last one have been taken: a slow reader slows it down and loses nothing.
/// </summary>
internal sealed class LogFollower(
    AwsConnection connection, TaskLogSources sources, List<FollowedTask> followed, TaskLogRequest request, IProgress<OperationProgress>? progress)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    // GetLogEvents is limited to 25 calls per second in an account and region, and to 10 in some regions. This leaves room for others.
    private static readonly TimeSpan PauseOfEachStream = TimeSpan.FromSeconds(0.1);

    private readonly string _activity = followed.Count == 1 ? $"Log of task {followed[0].Reference.TaskId}" : $"Logs of {followed.Count} tasks";
    private readonly DateTimeOffset _start = connection.Clock.UtcNow;
    private DateTimeOffset _stateSeen = connection.Clock.UtcNow;

    private bool IsTimeUp => connection.Clock.UtcNow - _start >= request.Timeout;

    public async IAsyncEnumerable<TaskLogEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        progress?.Report(new OperationProgress(_activity, "Following the log until the task stops. Ctrl+C stops only this command."));
        var pause = FirstPause;
        while (followed.Count > 0 && !IsTimeUp)
        {
            await AskAsync(FirstPause, cancellationToken).ConfigureAwait(false);
            if (followed.Exists(HasLines))
            {
                pause = FirstPause;
                foreach (var line in TakeOrdered())
                {
                    yield return line;
                }
            }
            else if (followed.Count > 0)
            {
                await connection.Clock.PauseAsync(Spread(pause), cancellationToken).ConfigureAwait(false);
                pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2));
                await AskAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            }
        }

        if (followed.Count > 0)
        {
            progress?.Report(new OperationProgress(_activity, EndedEarly(), Level: ProgressLevel.Warning));
        }

        progress?.Report(new OperationProgress(_activity, "Done", Completed: true));
    }

    /// <summary>
    /// Asks for the states of the tasks and the next pages. A stream that was empty is asked again after the pause, whatever the others have.
    /// </summary>
    private async Task AskAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        // The state comes first. Then a line that was written before the task stopped can be read.
        if (connection.Clock.UtcNow - _stateSeen >= Spread(pause))
        {
            await sources.RefreshAsync(followed, cancellationToken).ConfigureAwait(false);
            _stateSeen = connection.Clock.UtcNow;
        }

        followed.RemoveAll(task => request.IsAbandoned?.Invoke(task.Reference.TaskId) == true);
        foreach (var stream in followed.SelectMany(task => task.Streams).Where(stream => stream.IsDue(connection.Clock.UtcNow, Spread(pause))).ToList())
        {
            await stream.ReadAsync(connection.Clock, cancellationToken).ConfigureAwait(false);
        }

        followed.RemoveAll(task => !HasLines(task) && task.IsDrained);
    }

    /// <summary>The earliest lines of all streams, until one of the streams needs its next page.</summary>
    private IEnumerable<TaskLogEvent> TakeOrdered()
    {
        var streams = followed.SelectMany(task => task.Streams).Where(stream => stream.Head is not null).ToList();
        while (!IsTimeUp)
        {
            var earliest = streams[0];
            foreach (var stream in streams)
            {
                earliest = stream.Head!.Timestamp < earliest.Head!.Timestamp ? stream : earliest;
            }

            yield return earliest.Take();
            if (earliest.Head is null)
            {
                yield break;
            }
        }
    }

    private static bool HasLines(FollowedTask task) => task.Streams.Any(stream => stream.Head is not null);

    /// <summary>A pause of zero stays zero; others grow with the number of streams.</summary>
    private TimeSpan Spread(TimeSpan pause)
    {
        var least = TimeSpan.FromTicks(PauseOfEachStream.Ticks * followed.Sum(task => task.Streams.Count));
        return pause == TimeSpan.Zero || pause > least ? pause : least;
    }

    private string EndedEarly()
    {
        var time = request.Timeout!.Value.ToString("c", CultureInfo.InvariantCulture);
        var tasks = followed.Count == 1 ? $"task {followed[0].Reference.TaskId}" : $"{followed.Count} tasks";
        return $"Following the log of {tasks} ended after {time}, the value of -Timeout. Later lines are not shown.";
    }
}
