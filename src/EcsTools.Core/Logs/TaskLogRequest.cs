using System;
using System.Collections.Generic;
using EcsTools.Aws;

namespace EcsTools.Logs;

/// <summary>Which log lines to read.</summary>
public sealed record TaskLogRequest
{
    /// <summary>The tasks.</summary>
    public required IReadOnlyList<TaskReference> Tasks { get; init; }

    /// <summary>Whether to keep reading new lines until every task has stopped and its last line has been read.</summary>
    public bool Follow { get; init; }

    /// <summary>Only lines since this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only this many of the newest lines. With <see cref="Follow"/>, new lines come after them.</summary>
    public int? Tail { get; init; }

    /// <summary>Only lines of this container.</summary>
    public string? Container { get; init; }

    /// <summary>Only lines that match this CloudWatch Logs filter pattern; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>How long to follow the log. It then ends with a warning and without an error. Null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Tells, by its id, of a task whose log need not be followed to its end any more; null for none.</summary>
    internal Func<string, bool>? IsAbandoned { get; init; }
}
