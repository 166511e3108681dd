using System;
using System.Collections.Generic;
using EcsTools.Aws;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Logs;

/// <summary>A task whose log is followed, and the position in the log.</summary>
internal sealed class FollowedTask(TaskReference reference, IReadOnlyList<LogCursor> cursors)
{
    // The log driver sends its lines every few seconds, and CloudWatch Logs adds a short delay. The sandbox has no delay.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SandboxDrainTime = TimeSpan.FromSeconds(0.5);

    private DateTimeOffset? _stoppedSeen;
    private DateTimeOffset? _lastLine;
    private TimeSpan _drainTime = DrainTime;

    public TaskReference Reference => reference;

    public IReadOnlyList<LogCursor> Cursors => cursors;

    /// <summary>Records the task's state; null if ECS no longer knows the task, which happens only to stopped tasks.</summary>
    public void NoteState(FargateTask? task, DateTimeOffset now)
    {
        _drainTime = task?.Runtime is null ? DrainTime : SandboxDrainTime;
        if (task is null or { LastStatus: "STOPPED" })
        {
            _stoppedSeen ??= now;
        }
    }

    public void NoteRound(bool hadLines, DateTimeOffset now) => _lastLine = hadLines ? now : _lastLine;

    /// <summary>Whether it has stopped and no line has come for long enough.</summary>
    public bool IsDrained(DateTimeOffset now)
        => _stoppedSeen is { } stopped && now - (_lastLine > stopped ? _lastLine.Value : stopped) >= _drainTime;
}
