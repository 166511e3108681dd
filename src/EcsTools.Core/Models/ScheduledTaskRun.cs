using System;

namespace EcsTools.Models;

/// <summary>One run of a schedule, or a run that was missed.</summary>
public sealed record ScheduledTaskRun
{
    /// <summary>The schedule's name.</summary>
    public required string ScheduleName { get; init; }

    /// <summary>When it was due; null for a task that matches no time of the schedule, such as one started by hand.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary><c>Running</c>, <c>Succeeded</c>, <c>Failed</c>, or <c>Missed</c> if no task was started.</summary>
    public required string Status { get; init; }

    /// <summary>When the task was requested.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How long it ran.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Exit code after the task has ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it stopped.</summary>
    public string? StoppedReason { get; init; }

    /// <summary>What to do about a run that failed or was missed.</summary>
    public string? Remedy { get; init; }

    /// <summary>ARN of the task; null for a missed run.</summary>
    public string? TaskArn { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }
}
