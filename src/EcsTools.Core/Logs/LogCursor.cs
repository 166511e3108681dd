using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Logs;

/// <summary>
/// Reads one log stream forwards. A stream that does not exist (yet) has no lines: a container creates it with its first line.
/// </summary>
internal abstract class LogCursor(TaskLogStream stream)
{
    /// <summary>CloudWatch Logs returns up to 10,000 events or 1 MB per call.</summary>
    public const int LargestPage = 10000;

    /// <summary>The most lines to ask for at once.</summary>
    public int PageSize { get; set; } = LargestPage;

    public TaskLogStream Stream => stream;

    /// <summary>The next lines; empty if there are none at the moment.</summary>
    public abstract Task<IReadOnlyList<TaskLogEvent>> NextAsync(CancellationToken cancellationToken);

    /// <summary>Returns the newest lines, and continues after them.</summary>
    public abstract Task<IReadOnlyList<TaskLogEvent>> TailAsync(int count, CancellationToken cancellationToken);

    protected TaskLogEvent ToModel(DateTimeOffset? time, string? message) => new()
    {
        Timestamp = time ?? default,
        Message = (message ?? "").TrimEnd('\r', '\n'),
        Container = stream.Container,
        TaskId = stream.TaskId,
        LogGroup = stream.Group,
        LogStream = stream.Name,
    };
}
