using System;
using System.Collections.Generic;

namespace EcsTools.Schedules.Expressions;

/// <summary>When a schedule fires next.</summary>
public static class ScheduleTimes
{
    /// <summary>The next times, in the zone's own offset, earliest first.</summary>
    /// <remarks>
    /// A wall time that a clock change leaves out is skipped, one that comes twice is run the first time only, as EventBridge Scheduler
    /// does it.
    /// A rate counts from its start date, or from when it was made.
    /// Source: "Schedule types on EventBridge Scheduler" of its User Guide.
    /// </remarks>
    /// <param name="expression">When it runs.</param>
    /// <param name="zone">Zone that cron fields and one-time schedules are read in.</param>
    /// <param name="anchor">What a rate counts from.</param>
    /// <param name="after">Only later times are given.</param>
    /// <param name="end">No time after it, or null.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<DateTimeOffset> Next(
        ScheduleExpression expression, TimeZoneInfo zone, DateTimeOffset anchor, DateTimeOffset after, DateTimeOffset? end, int count)
    {
        var times = new List<DateTimeOffset>();
        foreach (var time in From(expression, zone, anchor, after))
        {
            if (times.Count == count || time > end)
            {
                break;
            }

            times.Add(TimeZoneInfo.ConvertTime(time, zone));
        }

        return times;
    }

    private static IEnumerable<DateTimeOffset> From(
        ScheduleExpression expression, TimeZoneInfo zone, DateTimeOffset anchor, DateTimeOffset after)
        => expression.Interval is { } interval ? FromRate(interval, anchor, after)
            : expression.Cron is { } cron ? FromCron(cron, zone, after)
            : Once(expression.At!.Value, zone, after);

    private static IEnumerable<DateTimeOffset> FromRate(TimeSpan interval, DateTimeOffset anchor, DateTimeOffset after)
    {
        var passed = after < anchor ? 0 : ((after - anchor).Ticks / interval.Ticks) + 1;
        for (var time = anchor.AddTicks(passed * interval.Ticks); ; time += interval)
        {
            yield return time;
        }
    }

    private static IEnumerable<DateTimeOffset> FromCron(CronExpression cron, TimeZoneInfo zone, DateTimeOffset after)
    {
        // Where the hour before was ambiguous, the wall clock may stand earlier than a time already run: look from two hours before.
        var wall = TimeZoneInfo.ConvertTime(after, zone).DateTime.AddHours(-2);
        while (cron.Next(wall) is { } next)
        {
            wall = next;
            if (ToInstant(next, zone) is { } instant && instant > after)
            {
                yield return instant;
            }
        }
    }

    private static IEnumerable<DateTimeOffset> Once(DateTime at, TimeZoneInfo zone, DateTimeOffset after)
    {
        if (ToInstant(at, zone) is { } instant && instant > after)
        {
            yield return instant;
        }
    }

    /// <summary>The instant of a wall time: the first of two, or null if the clock skips it.</summary>
    internal static DateTimeOffset? ToInstant(DateTime wall, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(wall))
        {
            return null;
        }

        var offset = zone.GetUtcOffset(wall);
        if (zone.IsAmbiguousTime(wall))
        {
            foreach (var candidate in zone.GetAmbiguousTimeOffsets(wall))
            {
                offset = candidate > offset ? candidate : offset;
            }
        }

        return new DateTimeOffset(wall, offset);
    }
}
