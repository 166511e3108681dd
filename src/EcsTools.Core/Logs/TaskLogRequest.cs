using System;
using System.Collections.Generic;
using EcsTools.Aws;

namespace EcsTools.Logs;

/// <summary>Which log lines are wanted.</summary>
public sealed record TaskLogRequest
{
    /// <summary>The tasks.</summary>
    public required IReadOnlyList<TaskReference> Tasks { get; init; }

    /// <summary>Goes on with what is written, until every task has stopped and its last line is read.</summary>
    public bool Follow { get; init; }

    /// <summary>Only lines from this time on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only this many of the newest lines; with <see cref="Follow"/>, before what is still written.</summary>
    public int? Tail { get; init; }

    /// <summary>Only this container.</summary>
    public string? Container { get; init; }

    /// <summary>Only lines that match this filter pattern of CloudWatch Logs; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Ends a follow, with no error; null for never.</summary>
    public TimeSpan? Timeout { get; init; }
}
