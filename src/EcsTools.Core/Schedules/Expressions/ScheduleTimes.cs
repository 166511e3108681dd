using System;
using System.Collections.Generic;

namespace EcsTools.Schedules.Expressions;

/// <summary>Calculates when a schedule runs next.</summary>
public static class ScheduleTimes
{
    /// <summary>The next times with the zone's UTC offset, earliest first.</summary>
    /// <remarks>
    /// A local time that a clock change skips has no run. A local time that occurs twice has only the first run, as in EventBridge
    /// Scheduler. A rate counts from its start date, or from its creation. Source: "Schedule types on EventBridge Scheduler" in its User
    /// Guide.
    /// </remarks>
    /// <param name="expression">When it runs.</param>
    /// <param name="zone">Time zone for cron fields and one-time schedules.</param>
    /// <param name="anchor">The time from which a rate counts.</param>
    /// <param name="after">Only later times are returned.</param>
    /// <param name="end">The last possible time, or null.</param>
    /// <param name="count">The maximum number of times.</param>
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

        return times.ToArray();
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
        // If the hour before was ambiguous, the local clock may show an earlier time than the last run. So start two hours earlier.
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

    /// <summary>The instant of a local time: the first if there are two, null if the clock skips it.</summary>
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
