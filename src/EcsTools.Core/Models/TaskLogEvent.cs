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

    /// <summary>Log group the line is in.</summary>
    public required string LogGroup { get; init; }

    /// <summary>Log stream the line is in.</summary>
    public required string LogStream { get; init; }

    /// <summary>The line alone, so that it reads as a log where text is wanted.</summary>
    public override string ToString() => Message;
}
