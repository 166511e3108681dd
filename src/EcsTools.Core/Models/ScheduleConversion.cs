using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Models;

/// <summary>A schedule to create, converted from a task of another scheduler. Nothing exists yet.</summary>
public sealed record ScheduleConversion
{
    /// <summary>The name for the schedule.</summary>
    public required string ScheduleName { get; init; }

    /// <summary>When it runs, as AWS writes it; null if there is no such schedule. The findings then say why.</summary>
    public string? Expression { get; init; }

    /// <summary>Time zone of the expression, as an IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>It does not run before this time, and a rate counts from it.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>It does not run after this time.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>Window in which it starts; zero means exactly on time.</summary>
    public TimeSpan FlexibleWindow { get; init; }

    /// <summary>Whether it is enabled.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The command for the container; empty for the command of the image.</summary>
    public IReadOnlyList<string> Command { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Environment variables for the container.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init => field = OutputMap.Of(value); } = OutputMap.Of(new Dictionary<string, string>());

    /// <summary>Description of the schedule.</summary>
    public string? Description { get; init; }

    /// <summary>What it was converted from: the path of a Windows task, or the line of a crontab.</summary>
    public required string Source { get; init; }

    /// <summary>The next times it would run, at most three.</summary>
    public IReadOnlyList<DateTimeOffset> NextRuns { get; init => field = OutputList.Of(value); } = OutputList.Of<DateTimeOffset>([]);

    /// <summary>The next time it would run; null if there is none.</summary>
    public DateTimeOffset? NextRun => NextRuns.Count > 0 ? NextRuns[0] : null;

    /// <summary>What has no counterpart, or works in another way.</summary>
    public IReadOnlyList<ScheduleFinding> Findings { get; init => field = OutputList.Of(value); } = OutputList.Of<ScheduleFinding>([]);

    /// <summary>Whether New-EcsScheduledTask can create it.</summary>
    public bool IsConvertible => Expression is not null && Findings.All(finding => finding.Severity != ScheduleFindingSeverity.Error);

    /// <summary>Returns the name and the times.</summary>
    public override string ToString() => $"{ScheduleName}: {Expression ?? "no times"}";
}
