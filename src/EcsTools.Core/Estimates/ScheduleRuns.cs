using System;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Estimates;

/// <summary>How often a schedule runs.</summary>
internal static class ScheduleRuns
{
    // A year has every day and month of a cron expression once. 100,000 runs of it are enough for an average.
    private const int MostRuns = 100_000;

    /// <summary>The average number of runs in a month of 730 hours, as if the schedule was enabled and had no end.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="now">The current time.</param>
    public static double PerMonth(ScheduledTask schedule, DateTimeOffset now)
    {
        var expression = ScheduleExpression.Parse(schedule.Expression);
        if (expression.Interval is { } interval)
        {
            return TaskCosts.HoursOfMonth / interval.TotalHours;
        }

        if (expression.At is not null)
        {
            return 1;
        }

        var (year, zone) = (now.AddYears(1), ScheduleTimeZone.Parse(schedule.TimeZone).Info ?? TimeZoneInfo.Utc);
        var runs = ScheduleTimes.Next(expression, zone, now, now, year, MostRuns);
        var span = runs.Count == MostRuns ? runs[MostRuns - 1] - now : year - now;
        return runs.Count / span.TotalHours * TaskCosts.HoursOfMonth;
    }
}
