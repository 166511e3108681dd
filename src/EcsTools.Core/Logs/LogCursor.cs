using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Logs;

/// <summary>Reads one log stream onwards. A stream that is not there (yet) is one without lines: a container makes it with its first line.</summary>
internal abstract class LogCursor(TaskLogStream stream)
{
    // CloudWatch Logs answers 10,000 events or 1 MB a call.
    protected const int PageSize = 10000;

    public TaskLogStream Stream => stream;

    /// <summary>The next lines, or none where there are none for now.</summary>
    public abstract Task<IReadOnlyList<TaskLogEvent>> NextAsync(CancellationToken cancellationToken);

    /// <summary>The newest lines, and goes on after them.</summary>
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
