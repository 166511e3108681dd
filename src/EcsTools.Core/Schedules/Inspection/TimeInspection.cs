using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Schedules.Inspection;

/// <summary>Checks the times of a schedule: whether it runs at all, times that a clock change skips, and runs that last until the next one.</summary>
internal static class TimeInspection
{
    private const int Days = 366;

    /// <summary>With more runs a day than this, a run that is skipped is made up for soon.</summary>
    private const int FewRuns = 12;

    public static void Inspect(ScheduledTask schedule, DateTimeOffset now, ScheduleFindings findings)
    {
        if (schedule.HasEnded)
        {
            findings.Warning("HasEnded", "The last run of the schedule is over.", "Remove the schedule.", $"Remove-EcsScheduledTask {findings.Selector}");
            return;
        }

        if (schedule.State != "ENABLED")
        {
            findings.Information("Disabled", "The schedule is disabled.", "Enable it, if it is to run.", $"Enable-EcsScheduledTask {findings.Selector}");
        }
        else if (schedule.NextRuns.Count == 0 && ScheduleTimeZone.TryParse(schedule.TimeZone)?.Info is not null)
        {
            findings.Warning(
                "NeverRuns",
                $"{schedule.Expression} names no time in the future.",
                $"Give the schedule other times: Set-EcsScheduledTask {findings.Selector} -Cron <cron expression>");
        }

        if (ScheduleExpression.TryParse(schedule.Expression)?.Cron is { } cron && ScheduleTimeZone.TryParse(schedule.TimeZone)?.Info is { } zone
            && Skipped(cron, zone, now) is { } skipped)
        {
            findings.Warning(
                "SkippedByClockChange",
                $"The run at {skipped.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} will not happen: the change of the clock in "
                    + $"{schedule.TimeZone} skips this time.",
                "Choose an hour that no clock change touches, or use UTC.",
                $"Set-EcsScheduledTask {findings.Selector} -TimeZone UTC");
        }
    }

    public static void Overlap(ScheduledTask schedule, IReadOnlyList<ScheduledTaskRun> runs, ScheduleFindings findings)
    {
        var longest = runs.Select(run => run.Duration).Max();
        if (longest is { } duration && Distance(schedule) is { } distance && duration > distance)
        {
            findings.Warning(
                "RunsOverlap",
                $"A run lasted {Shown(duration)}, and the next one begins {Shown(distance)} after it. Both then run at the same time.",
                "Give the task more CPU, let the command take a lock, or make the distance longer: "
                    + $"Set-EcsScheduledTask {findings.Selector} -Every <interval>");
        }
    }

    /// <summary>The shortest time between the next runs; null if there are fewer than two.</summary>
    private static TimeSpan? Distance(ScheduledTask schedule)
        => ScheduleExpression.TryParse(schedule.Expression)?.Interval
            ?? schedule.NextRuns.Zip(schedule.NextRuns.Skip(1), (one, next) => (TimeSpan?)(next - one)).Min();

    /// <summary>The first time within a year that the clock skips; null if there is none, or the schedule runs often.</summary>
    private static DateTime? Skipped(CronExpression cron, TimeZoneInfo zone, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var today = local.Date;
        foreach (var hour in Enumerable.Range(0, Days * 24).Select(hour => today.AddHours(hour)).Where(zone.IsInvalidTime))
        {
            if (cron.Next(hour.AddMinutes(-1)) is { } next && next < hour.AddHours(1) && next > local && zone.IsInvalidTime(next))
            {
                return RunsOn(cron, next.Date.AddDays(-1)) <= FewRuns ? next : null;
            }
        }

        return null;
    }

    private static int RunsOn(CronExpression cron, DateTime day)
    {
        var count = 0;
        for (var time = cron.Next(day.AddMinutes(-1)); time < day.AddDays(1) && count <= FewRuns; time = cron.Next(time.Value))
        {
            count++;
        }

        return count;
    }

    private static string Shown(TimeSpan time) => time.ToString(time.TotalDays >= 1 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);
}
