using System;

namespace EcsTools.Models;

/// <summary>One line that a container of a task wrote.</summary>
public sealed record TaskLogEvent
{
    /// <summary>When it was written.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The line.</summary>
    public required string Message { get; init; }

    /// <summary>Name of the container.</summary>
    public required string Container { get; init; }

    /// <summary>The task's id.</summary>
    public required string TaskId { get; init; }

    /// <summary>Log group that holds the line.</summary>
    public required string LogGroup { get; init; }

    /// <summary>Log stream that holds the line.</summary>
    public required string LogStream { get; init; }

    /// <summary>Only the line, so that it reads as a log when it is used as text.</summary>
    public override string ToString() => Message;
}
