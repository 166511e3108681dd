using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Schedules.Expressions;

/// <summary>Reads how often a schedule runs, as people write it: <c>15m</c>, <c>6h</c>, <c>1d</c>, <c>1h30m</c>, <c>00:15:00</c>.</summary>
public static class ScheduleInterval
{
    private static readonly Regex Form = new(
        @"^\s*(?:(?<n>\d*\.?\d+)\s*(?<unit>seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)\s*)+$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Reads an interval of whole minutes.</summary>
    /// <param name="text">The interval, with its unit.</param>
    /// <exception cref="EcsToolsException">
    /// The text is not an interval, or a schedule cannot have it. The remedy names the nearest allowed intervals.
    /// </exception>
    public static TimeSpan Parse(string text)
    {
        var interval = Read(text)
            ?? throw Invalid(text, "is not an interval", "Give a number with its unit, such as 15m, 6h or 1d.");
        if (interval < TimeSpan.FromMinutes(1))
        {
            throw Invalid(
                text,
                "is less than a minute, the shortest interval of a schedule",
                "Use -Every 1m, or run a service for work that must run all the time.");
        }

        if (interval.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            var below = TimeSpan.FromMinutes(Math.Floor(interval.TotalMinutes));
            throw Invalid(
                text,
                "is not a whole number of minutes",
                $"Use -Every {Text(below)} or -Every {Text(below + TimeSpan.FromMinutes(1))}.");
        }

        return interval;
    }

    /// <summary>The rate expression, in the largest unit that divides the interval: <c>rate(1 day)</c>, <c>rate(90 minutes)</c>.</summary>
    /// <param name="interval">Whole minutes.</param>
    public static string ToRate(TimeSpan interval)
    {
        var (count, unit) = Largest(interval);
        return $"rate({count.ToString(CultureInfo.InvariantCulture)} {unit}{(count == 1 ? "" : "s")})";
    }

    private static string Text(TimeSpan interval)
    {
        var (count, unit) = Largest(interval);
        return count.ToString(CultureInfo.InvariantCulture) + unit[0];
    }

    private static (long Count, string Unit) Largest(TimeSpan interval)
    {
        var minutes = interval.Ticks / TimeSpan.TicksPerMinute;
        return minutes % 1440 == 0 ? (minutes / 1440, "day")
            : minutes % 60 == 0 ? (minutes / 60, "hour")
            : (minutes, "minute");
    }

    private static TimeSpan? Read(string text)
    {
        var match = Form.Match(text);
        if (!match.Success)
        {
            return text.IndexOf(':') > 0 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
        }

        var numbers = match.Groups["n"].Captures.Cast<Capture>().Select(capture => capture.Value);
        var units = match.Groups["unit"].Captures.Cast<Capture>().Select(capture => capture.Value);
        var ticks = numbers.Zip(units, (number, unit) => decimal.Parse(number, CultureInfo.InvariantCulture) * Ticks(unit)).Sum();
        return ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)ticks) : null;
    }

    private static long Ticks(string unit) => char.ToLowerInvariant(unit[0]) switch
    {
        's' => TimeSpan.TicksPerSecond,
        'm' => TimeSpan.TicksPerMinute,
        'h' => TimeSpan.TicksPerHour,
        'd' => TimeSpan.TicksPerDay,
        _ => TimeSpan.TicksPerDay * 7,
    };

    private static EcsToolsException Invalid(string text, string problem, string remedy)
        => new(ErrorCodes.InvalidScheduleInterval, $"'{text}' {problem}.", remedy, "Every", text);
}
