using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using System.Threading;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>
/// Searches streams in the order of positions. The lock is held only to copy the next events: a slow pattern must not hold up whoever writes. After a few
/// seconds the search returns what it has found and where it continues, as CloudWatch Logs does.
/// </summary>
internal sealed class LogSearch(object gate, Func<IReadOnlyList<LogStream>> streams, CancellationToken cancellationToken)
{
    /// <summary>Events that are copied at a time.</summary>
    private const int Batch = 10_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Finds one page.</summary>
    /// <param name="from">The position after which the search starts.</param>
    /// <param name="wanted">Whether an event is wanted. Called without the lock.</param>
    /// <param name="limit">The most events of the page.</param>
    /// <param name="bytes">The most bytes of the page. One event is returned even if it has more.</param>
    /// <param name="overhead">Bytes that each event counts in addition to its text.</param>
    /// <returns>The events, and the position to continue after; null if there are no more.</returns>
    public (IReadOnlyList<(LogStream Stream, LogEvent Event)> Found, LogPosition? Next) Find(
        LogPosition from, Predicate<LogEvent> wanted, int limit, int bytes, int overhead)
    {
        var page = new List<(LogStream Stream, LogEvent Event)>();
        var watch = Stopwatch.StartNew();
        var size = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = Take(from);
            foreach (var one in next)
            {
                if (wanted(one.Event))
                {
                    size += Encoding.UTF8.GetByteCount(one.Event.Message) + overhead;
                    if (page.Count == limit || (page.Count > 0 && size > bytes))
                    {
                        return (page, page[page.Count - 1].Event.Position);
                    }

                    page.Add(one);
                }

                from = one.Event.Position;
                if (watch.Elapsed > Longest)
                {
                    return (page, from);
                }
            }

            if (next.Count < Batch)
            {
                return (page, null);
            }
        }
    }

    /// <summary>The next events of all streams.</summary>
    private List<(LogStream Stream, LogEvent Event)> Take(LogPosition from)
    {
        lock (gate)
        {
            var heads = new SortedSet<(LogPosition Position, int Stream, int Index)>();
            var searched = streams();
            for (var i = 0; i < searched.Count; i++)
            {
                Push(heads, searched, i, searched[i].FirstAfter(from));
            }

            var taken = new List<(LogStream, LogEvent)>();
            while (taken.Count < Batch && heads.Count > 0)
            {
                var head = heads.Min;
                heads.Remove(head);
                taken.Add((searched[head.Stream], searched[head.Stream].Events[head.Index]));
                Push(heads, searched, head.Stream, head.Index + 1);
            }

            return taken;
        }
    }

    private static void Push(SortedSet<(LogPosition Position, int Stream, int Index)> heads, IReadOnlyList<LogStream> streams, int stream, int index)
    {
        if (index < streams[stream].Events.Count)
        {
            heads.Add((streams[stream].Events[index].Position, stream, index));
        }
    }
}
