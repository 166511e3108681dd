using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Services.Timing;

/// <summary>When something fires: <c>rate(...)</c>, <c>cron(...)</c> or <c>at(...)</c>.</summary>
internal sealed class ScheduleExpression
{
    private static readonly Regex Rate = new(@"^rate\((\d+) (minute|hour|day)(s?)\)$", RegexOptions.CultureInvariant);

    private readonly TimeSpan? _interval;
    private readonly CronExpression? _cron;
    private readonly DateTime? _at;

    private ScheduleExpression(TimeSpan? interval = null, CronExpression? cron = null, DateTime? at = null)
    {
        _interval = interval;
        _cron = cron;
        _at = at;
    }

    /// <summary>Whether it fires once only.</summary>
    public bool IsOnce => _at is not null;

    public bool IsRate => _interval is not null;

    /// <summary>Parses an expression; null if AWS would refuse it.</summary>
    public static ScheduleExpression? TryParse(string text)
    {
        if (Rate.Match(text) is { Success: true } rate)
        {
            return Interval(rate) is { } interval ? new ScheduleExpression(interval: interval) : null;
        }

        if (Inside(text, "cron") is { } fields)
        {
            return CronExpression.TryParse(fields) is { } cron ? new ScheduleExpression(cron: cron) : null;
        }

        return Inside(text, "at") is { } time && DateTime.TryParseExact(
            time, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? new ScheduleExpression(at: at)
            : null;
    }

    /// <summary>The first time after <paramref name="after"/>, or null if there is none.</summary>
    /// <param name="after">The time after which.</param>
    /// <param name="anchor">The first time of a rate.</param>
    /// <param name="zone">The time zone of cron and at expressions.</param>
    public DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset anchor, TimeZoneInfo zone)
    {
        if (_interval is { } interval)
        {
            var passed = after < anchor ? 0 : ((after - anchor).Ticks / interval.Ticks) + 1;
            return anchor.AddTicks(passed * interval.Ticks);
        }

        if (_at is { } at)
        {
            return Instant(at, zone) is { } once && once > after ? once : null;
        }

        // From a little earlier: after a clock was put back, its hand stands before times that have been.
        var wall = TimeZoneInfo.ConvertTime(after, zone).DateTime.AddHours(-3);
        while (_cron!.Next(wall) is { } next)
        {
            wall = next;
            if (Instant(next, zone) is { } instant && instant > after)
            {
                return instant;
            }
        }

        return null;
    }

    /// <summary>
    /// When a wall clock shows a time. Null if the change to summer time skips it; the first of both if it occurs twice
    /// ("Daylight savings time on EventBridge Scheduler" of the user guide).
    /// </summary>
    private static DateTimeOffset? Instant(DateTime wall, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(wall))
        {
            return null;
        }

        var offset = zone.GetUtcOffset(wall);
        if (zone.IsAmbiguousTime(wall))
        {
            foreach (var possible in zone.GetAmbiguousTimeOffsets(wall))
            {
                offset = possible > offset ? possible : offset;
            }
        }

        return new DateTimeOffset(wall, offset);
    }

    private static TimeSpan? Interval(Match rate)
    {
        if (!int.TryParse(rate.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1
            || count == 1 != (rate.Groups[3].Length == 0))
        {
            return null;
        }

        return rate.Groups[2].Value switch
        {
            "minute" => TimeSpan.FromMinutes(count),
            "hour" => TimeSpan.FromHours(count),
            _ => count <= 1_000_000 ? TimeSpan.FromDays(count) : null,
        };
    }

    private static string? Inside(string text, string name)
        => text.StartsWith(name + "(", StringComparison.Ordinal) && text.EndsWith(")", StringComparison.Ordinal)
            ? text.Substring(name.Length + 1, text.Length - name.Length - 2)
            : null;
}
