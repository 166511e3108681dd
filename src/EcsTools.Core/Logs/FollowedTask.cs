using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Logs;

/// <summary>A task whose log is followed, and the positions in its streams.</summary>
internal sealed class FollowedTask(TaskReference reference, IReadOnlyList<LogCursor> cursors)
{
    // The log driver sends its lines every few seconds, and CloudWatch Logs adds a short delay. The sandbox has no delay.
    private static readonly TimeSpan IngestionTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SandboxIngestionTime = TimeSpan.FromSeconds(0.5);

    private DateTimeOffset? _stoppedSeen;
    private TimeSpan _ingestionTime = IngestionTime;

    public TaskReference Reference => reference;

    public IReadOnlyList<FollowedStream> Streams { get; } = cursors.Select(cursor => new FollowedStream(cursor)).ToList();

    /// <summary>
    /// Whether its log is at its end: the task had stopped, and a page that was asked for long enough after that, and after the last lines, was empty. Only
    /// requests count. The time that the reader of the lines takes says nothing about the stream.
    /// </summary>
    public bool IsDrained => _stoppedSeen is { } stopped && Streams.All(stream => stream.EmptySince >= Latest(stopped, stream.LastLines) + _ingestionTime);

    /// <summary>Records the task's state; null if ECS does not know the task, which lasts only if the task has stopped.</summary>
    public void NoteState(FargateTask? task, DateTimeOffset now)
    {
        _ingestionTime = task?.Runtime is null ? IngestionTime : SandboxIngestionTime;
        _stoppedSeen = task is null or { LastStatus: "STOPPED" } ? _stoppedSeen ?? now : null;
    }

    private static DateTimeOffset Latest(DateTimeOffset stopped, DateTimeOffset? lastLines) => lastLines > stopped ? lastLines.Value : stopped;
}
