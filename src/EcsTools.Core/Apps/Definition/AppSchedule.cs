using System;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Apps.Definition;

/// <summary>When a service that does not run all the time starts a task.</summary>
public sealed record AppSchedule
{
    /// <summary>When it runs.</summary>
    public required ScheduleExpression Expression { get; init; }

    /// <summary>Time zone; UTC by default.</summary>
    public ScheduleTimeZone? TimeZone { get; init; }

    /// <summary>How many tasks each run starts, 1 to 10.</summary>
    public int? Count { get; init; }

    /// <summary>How often a failed start is retried, 0 to 185.</summary>
    public int? RetryAttempts { get; init; }

    /// <summary>Window after the scheduled time in which the run starts.</summary>
    public TimeSpan? FlexibleWindow { get; init; }

    /// <summary>Where it stands in the file; null if it is from no file.</summary>
    public SourcePosition? Position { get; init; }
}
