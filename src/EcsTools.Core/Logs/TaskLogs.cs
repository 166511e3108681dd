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
    // Of several streams a page of each is in memory.
    private const int MostLines = 50000;
    private const int SmallestPage = 500;

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

        var cursors = followed.SelectMany(task => task.Streams).Select(stream => stream.Cursor).ToList();
        cursors.ForEach(cursor => cursor.PageSize = Math.Min(LogCursor.LargestPage, Math.Max(SmallestPage, MostLines / cursors.Count)));
        if (request.Tail is int tail)
        {
            await foreach (var line in TailAsync(cursors, tail, cancellationToken).ConfigureAwait(false))
            {
                yield return line;
            }
        }

        var others = request.Follow ? new LogFollower(connection, _sources, followed, request, progress).ReadAsync(cancellationToken)
            : request.Tail is null ? MergeAsync(cursors, cancellationToken)
            : null;
        if (others is not null)
        {
            await foreach (var line in others.ConfigureAwait(false))
            {
                yield return line;
            }
        }
    }

    /// <summary>The newest lines of all streams together.</summary>
    private static async IAsyncEnumerable<TaskLogEvent> TailAsync(
        List<LogCursor> cursors, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var newest = new List<TaskLogEvent>();
        foreach (var cursor in cursors)
        {
            newest.AddRange(await cursor.TailAsync(count, cancellationToken).ConfigureAwait(false));
            newest = newest.OrderBy(line => line.Timestamp).Skip(Math.Max(0, newest.Count - count)).ToList();
        }

        foreach (var line in newest)
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
}
