using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Logs;

/// <summary>Reads the log lines of tasks. Lines of several tasks are ordered by time.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class TaskLogs(AwsConnection connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    // GetLogEvents is limited to 25 calls per second in an account and region, and to 10 in some regions. This leaves room for others.
    private static readonly TimeSpan PauseOfEachStream = TimeSpan.FromSeconds(0.1);

    private readonly TaskLogSources _sources = new(connection);

    /// <summary>Reads log lines.</summary>
    /// <param name="request">Which lines to read.</param>
    /// <param name="missing">Called with each task that has no log to read.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the read. The tasks keep running.</param>
    public async IAsyncEnumerable<TaskLogEvent> ReadAsync(
        TaskLogRequest request, Action<EcsToolsException> missing, IProgress<OperationProgress>? progress,
            [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var followed = await _sources.FindAsync(request, missing, cancellationToken).ConfigureAwait(false);
        if (followed.Count == 0)
        {
            yield break;
        }

        var cursors = followed.SelectMany(task => task.Cursors).ToList();
        var first = request.Tail is int tail ? TailAsync(cursors, tail, cancellationToken) : MergeAsync(cursors, cancellationToken);
        await foreach (var line in first.ConfigureAwait(false))
        {
            yield return line;
        }

        if (request.Follow)
        {
            await foreach (var line in FollowAsync(request, followed, progress, cancellationToken).ConfigureAwait(false))
            {
                yield return line;
            }
        }
    }

    /// <summary>The newest lines of all streams together.</summary>
    private static async IAsyncEnumerable<TaskLogEvent> TailAsync(
        List<LogCursor> cursors, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new List<TaskLogEvent>();
        foreach (var cursor in cursors)
        {
            lines.AddRange(await cursor.TailAsync(count, cancellationToken).ConfigureAwait(false));
        }

        foreach (var line in lines.OrderBy(line => line.Timestamp).Skip(Math.Max(0, lines.Count - count)))
        {
            yield return line;
        }
    }

    /// <summary>The existing lines, page by page: always the earliest of the streams' next lines.</summary>
    private static async IAsyncEnumerable<TaskLogEvent> MergeAsync(
        List<LogCursor> cursors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heads = new List<(LogCursor Cursor, Queue<TaskLogEvent> Lines)>();
        foreach (var cursor in cursors)
        {
            heads.Add((cursor, new Queue<TaskLogEvent>(await cursor.NextAsync(cancellationToken).ConfigureAwait(false))));
        }

        heads.RemoveAll(head => head.Lines.Count == 0);
        while (heads.Count > 0)
        {
            var earliest = heads[0];
            foreach (var head in heads)
            {
                earliest = head.Lines.Peek().Timestamp < earliest.Lines.Peek().Timestamp ? head : earliest;
            }

            yield return earliest.Lines.Dequeue();
            if (earliest.Lines.Count == 0)
            {
                foreach (var line in await earliest.Cursor.NextAsync(cancellationToken).ConfigureAwait(false))
                {
                    earliest.Lines.Enqueue(line);
                }

                heads.RemoveAll(head => head.Lines.Count == 0);
            }
        }
    }

    private async IAsyncEnumerable<TaskLogEvent> FollowAsync(
        TaskLogRequest request, List<FollowedTask> followed, IProgress<OperationProgress>? progress,
            [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = connection.Clock.UtcNow;
        var activity = followed.Count == 1 ? $"Log of task {followed[0].Reference.TaskId}" : $"Logs of {followed.Count} tasks";
        progress?.Report(new OperationProgress(activity, "Following the log until the task stops. Ctrl+C stops only this command."));
        var pause = FirstPause;
        while (followed.Count > 0 && !(connection.Clock.UtcNow - start >= request.Timeout))
        {
            await connection.Clock.PauseAsync(Spread(pause, followed), cancellationToken).ConfigureAwait(false);

            // Read the state first. Then a line written before the task stopped can be read.
            await _sources.RefreshAsync(followed, cancellationToken).ConfigureAwait(false);
            var lines = await RoundAsync(followed, cancellationToken).ConfigureAwait(false);
            foreach (var line in lines)
            {
                yield return line;
            }

            followed.RemoveAll(task => task.IsDrained(connection.Clock.UtcNow));
            pause = lines.Count > 0 ? FirstPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2));
        }

        progress?.Report(new OperationProgress(activity, "Done", Completed: true));
    }

    private async Task<List<TaskLogEvent>> RoundAsync(List<FollowedTask> followed, CancellationToken cancellationToken)
    {
        var lines = new List<TaskLogEvent>();
        foreach (var task in followed)
        {
            var before = lines.Count;
            foreach (var cursor in task.Cursors)
            {
                lines.AddRange(await cursor.NextAsync(cancellationToken).ConfigureAwait(false));
            }

            task.NoteRound(lines.Count > before, connection.Clock.UtcNow);
        }

        return lines.OrderBy(line => line.Timestamp).ToList();
    }

    private static TimeSpan Spread(TimeSpan pause, List<FollowedTask> followed)
    {
        var least = TimeSpan.FromTicks(PauseOfEachStream.Ticks * followed.Sum(task => task.Cursors.Count));
        return pause > least ? pause : least;
    }
}
