using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EcsTools.Schedules.Expressions;

/// <summary>When a schedule runs: at a rate, by cron fields, or once.</summary>
public sealed class ScheduleExpression
{
    private const string AtFormat = "yyyy-MM-dd'T'HH:mm:ss";

    private static readonly Regex Rate = new(
        @"^rate\(\s*(?<n>[1-9]\d{0,8})\s+(?<unit>minute|hour|day)s?\s*\)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex AtForm = new(@"^at\(\s*(?<time>[^)]+?)\s*\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private ScheduleExpression(string text, TimeSpan? interval = null, CronExpression? cron = null, DateTime? at = null)
    {
        Text = text;
        Interval = interval;
        Cron = cron;
        At = at;
    }

    /// <summary>The expression as AWS accepts it.</summary>
    public string Text { get; }

    /// <summary>Time between two runs of a rate; null for other schedules.</summary>
    public TimeSpan? Interval { get; }

    /// <summary>The cron fields; null for other schedules.</summary>
    public CronExpression? Cron { get; }

    /// <summary>The time of a one-time schedule, in the schedule's time zone; null for other schedules.</summary>
    public DateTime? At { get; }

    /// <summary>Creates a rate from <c>15m</c>, <c>6h</c>, <c>1d</c>.</summary>
    /// <param name="text">The interval.</param>
    public static ScheduleExpression FromEvery(string text)
    {
        var interval = ScheduleInterval.Parse(text);
        return new ScheduleExpression(ScheduleInterval.ToRate(interval), interval: interval);
    }

    /// <summary>Creates a cron schedule from its fields, with or without <c>cron(…)</c> around them.</summary>
    /// <param name="text">The fields.</param>
    /// <param name="parameter">The parameter that has them, without its dash.</param>
    public static ScheduleExpression FromCron(string text, string parameter = "Cron")
    {
        var cron = CronExpression.Parse(text, parameter);
        return new ScheduleExpression($"cron({cron.Text})", cron: cron);
    }

    /// <summary>Creates a one-time schedule for a local time in the schedule's time zone.</summary>
    /// <param name="time">The time. Fractions of a second are ignored.</param>
    public static ScheduleExpression FromAt(DateTime time)
    {
        var whole = new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);
        return new ScheduleExpression($"at({whole.ToString(AtFormat, CultureInfo.InvariantCulture)})", at: whole);
    }

    /// <summary>Reads <c>rate(…)</c>, <c>cron(…)</c> or <c>at(…)</c>.</summary>
    /// <param name="text">The expression.</param>
    public static ScheduleExpression Parse(string text)
    {
        var trimmed = text.Trim();
        var rate = Rate.Match(trimmed);
        if (rate.Success)
        {
            return FromRate(rate);
        }

        if (trimmed.StartsWith("cron(", StringComparison.OrdinalIgnoreCase))
        {
            return FromCron(trimmed, "Expression");
        }

        var at = AtForm.Match(trimmed);
        if (at.Success
            && DateTime.TryParseExact(at.Groups["time"].Value, AtFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return FromAt(time);
        }

        throw Invalid(
            text,
            "is not a schedule expression",
            "Use rate(15 minutes), cron(0 3 * * ? *) or at(2027-01-31T09:00:00); or use -Every, -Cron or -At instead.");
    }

    /// <summary>Reads an expression stored by AWS; returns null if its form is not known here.</summary>
    /// <param name="text">The expression.</param>
    public static ScheduleExpression? TryParse(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : Parse(text!);
        }
        catch (EcsToolsException)
        {
            return null;
        }
    }

    /// <summary>The expression as AWS accepts it.</summary>
    public override string ToString() => Text;

    private static ScheduleExpression FromRate(Match rate)
    {
        var count = long.Parse(rate.Groups["n"].Value, CultureInfo.InvariantCulture);
        var unit = rate.Groups["unit"].Value.ToLowerInvariant();

        // EventBridge Scheduler accepts rate(1 hours) and rate(5 minute), and rules do not. What is written is right for both.
        var minutes = count * (unit == "minute" ? 1 : unit == "hour" ? 60 : 1440);
        return new ScheduleExpression(
            $"rate({count} {unit}{(count == 1 ? "" : "s")})", interval: TimeSpan.FromTicks(minutes * TimeSpan.TicksPerMinute));
    }

    private static EcsToolsException Invalid(string text, string problem, string remedy)
        => new(ErrorCodes.InvalidScheduleExpression, $"'{text}' {problem}.", remedy, "Expression", text);
}
