using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Logs;

/// <summary>
/// Reads a log stream with one call, or with another one if the caller lacks the permission for the first. AmazonECS_FullAccess, for example,
/// allows FilterLogEvents but not GetLogEvents.
/// </summary>
internal sealed class EitherLogCursor(LogCursor preferred, LogCursor other) : LogCursor(preferred.Stream)
{
    private LogCursor? _current;

    public override Task<IReadOnlyList<TaskLogEvent>> NextAsync(CancellationToken cancellationToken)
        => ReadAsync(cursor => cursor.NextAsync(cancellationToken));

    public override Task<IReadOnlyList<TaskLogEvent>> TailAsync(int count, CancellationToken cancellationToken)
        => ReadAsync(cursor => cursor.TailAsync(count, cancellationToken));

    private async Task<IReadOnlyList<TaskLogEvent>> ReadAsync(Func<LogCursor, Task<IReadOnlyList<TaskLogEvent>>> read)
    {
        preferred.PageSize = other.PageSize = PageSize;
        if (_current is not null)
        {
            return await read(_current).ConfigureAwait(false);
        }

        Exception refused;
        try
        {
            var lines = await read(preferred).ConfigureAwait(false);
            _current = preferred;
            return lines;
        }
        catch (Exception problem) when (AccessDenial.Find(problem) is not null)
        {
            refused = problem;
        }

        try
        {
            var lines = await read(other).ConfigureAwait(false);
            _current = other;
            return lines;
        }
        catch (Exception problem) when (AccessDenial.Find(problem) is not null)
        {
            // The permission for the first call is the one to ask for.
            ExceptionDispatchInfo.Capture(refused).Throw();
            throw;
        }
    }
}
