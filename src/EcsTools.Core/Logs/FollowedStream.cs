using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;

namespace EcsTools.Logs;

/// <summary>A log stream that is followed: its cursor, and the lines of its last page that have not been returned yet.</summary>
internal sealed class FollowedStream(LogCursor cursor)
{
    // A page of CloudWatch Logs has at most 1 MiB: a page of long lines is full before it has the lines that were asked for.
    private const int FullPageLength = 256 * 1024;

    private readonly Queue<TaskLogEvent> _lines = new();
    private DateTimeOffset _asked = DateTimeOffset.MinValue;
    private DateTimeOffset? _lastLines;
    private bool _mayHaveMore = true;

    public LogCursor Cursor => cursor;

    /// <summary>The first line that has not been returned yet, or null.</summary>
    public TaskLogEvent? Head => _lines.Count > 0 ? _lines.Peek() : null;

    /// <summary>When the last empty page was asked for; null if the last page had lines.</summary>
    public DateTimeOffset? EmptySince { get; private set; }

    /// <summary>When lines last came; null if none have come.</summary>
    public DateTimeOffset? LastLines => _lastLines;

    public TaskLogEvent Take() => _lines.Dequeue();

    /// <summary>
    /// Whether to ask for the next page now: at once after a full page, otherwise after a pause. A task that writes a few lines all the time would otherwise
    /// use up the calls that the account may make.
    /// </summary>
    public bool IsDue(DateTimeOffset now, TimeSpan pause) => _lines.Count == 0 && (_mayHaveMore || now - _asked >= pause);

    /// <summary>Asks for the next page.</summary>
    public async Task ReadAsync(IClock clock, CancellationToken cancellationToken)
    {
        _asked = clock.UtcNow;
        var page = await cursor.NextAsync(cancellationToken).ConfigureAwait(false);
        var length = 0L;
        foreach (var line in page)
        {
            _lines.Enqueue(line);
            length += line.Message.Length;
        }

        _mayHaveMore = page.Count >= cursor.PageSize / 2 || length >= FullPageLength;
        EmptySince = page.Count > 0 ? null : _asked;
        _lastLines = page.Count > 0 ? clock.UtcNow : _lastLines;
    }
}
