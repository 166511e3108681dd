using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Services.Scheduling;

/// <summary>When something fires: <c>rate(...)</c>, <c>cron(...)</c> or <c>at(...)</c>.</summary>
internal sealed class ScheduleExpression
{
    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm"];

    // At most one space in a strict one: the text is matched in linear time, because nothing in the pattern can match in two ways.
    private static readonly Regex Rate = new(@"\A([0-9]+)( *)(minute|hour|day)(s?)\z", RegexOptions.CultureInvariant);

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
    public static ScheduleExpression? TryParse(string text, ScheduleDialect dialect)
    {
        var isFree = dialect == ScheduleDialect.Scheduler;
        if (Inside(text, "rate", isFree) is { } rate)
        {
            return Interval(isFree ? rate.ToLowerInvariant() : rate, isFree) is { } interval ? new ScheduleExpression(interval: interval) : null;
        }

        if (Inside(text, "cron", isFree) is { } fields)
        {
            return CronExpression.TryParse(fields, mayLackYear: isFree) is { } cron ? new ScheduleExpression(cron: cron) : null;
        }

        return Inside(text, "at", isFree) is { } time
            && DateTime.TryParseExact(time, isFree ? TimeForms : [TimeForms[0]], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
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

    private static TimeSpan? Interval(string text, bool isFree)
    {
        var rate = Rate.Match(text);
        if (!rate.Success || !int.TryParse(rate.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            return null;
        }

        var agrees = rate.Groups[2].Length == 1 && count == 1 == (rate.Groups[4].Length == 0);
        return !isFree && !agrees ? null : rate.Groups[3].Value switch
        {
            "minute" => TimeSpan.FromMinutes(count),
            "hour" => TimeSpan.FromHours(count),
            _ => count <= 1_000_000 ? TimeSpan.FromDays(count) : null,
        };
    }

    private static string? Inside(string text, string name, bool ignoreCase)
        => text.StartsWith(name + "(", ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            && text.EndsWith(")", StringComparison.Ordinal)
            ? text.Substring(name.Length + 1, text.Length - name.Length - 2)
            : null;
}
