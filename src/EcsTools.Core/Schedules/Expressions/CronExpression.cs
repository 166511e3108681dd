using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Schedules.Expressions;

/// <summary>
/// The six fields of an AWS cron expression: minutes, hours, day of month, month, day of week, year. Source: "Cron expressions reference"
/// in the Amazon EventBridge User Guide.
/// </summary>
public sealed class CronExpression
{
    private readonly IReadOnlyList<int> _minutes;
    private readonly IReadOnlyList<int> _hours;
    private readonly IReadOnlyList<int> _months;
    private readonly IReadOnlyList<int> _years;
    private readonly CronDays _days;

    private CronExpression(string text, string[] fields)
    {
        Text = text;
        _minutes = CronField.Minutes.Parse(fields[0]);
        _hours = CronField.Hours.Parse(fields[1]);
        _months = CronField.Months.Parse(fields[3]);
        _years = CronField.Years.Parse(fields[5]);
        _days = CronDays.Parse(fields[2], fields[4]);
    }

    /// <summary>The six fields, separated by single spaces.</summary>
    public string Text { get; }

    /// <summary>Reads six fields, with or without <c>cron(…)</c> around them.</summary>
    /// <param name="text">The expression.</param>
    /// <exception cref="EcsToolsException">
    /// The text is not an AWS cron expression. If it is a Unix one, the remedy gives the six fields with the same meaning.
    /// </exception>
    public static CronExpression Parse(string text)
    {
        var inner = text.Trim();
        if (inner.StartsWith("cron(", StringComparison.OrdinalIgnoreCase) && inner.EndsWith(")", StringComparison.Ordinal))
        {
            inner = inner.Substring(5, inner.Length - 6);
        }

        var fields = inner.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 6)
        {
            var remedy = (fields.Length == 5 ? FromUnix(fields) : null)
                ?? "Give six fields: minutes hours day-of-month month day-of-week year, such as '0 3 * * ? *' for 03:00 every day.";
            throw Invalid(text, $"has {fields.Length} fields, but AWS requires six", remedy);
        }

        try
        {
            return new CronExpression(string.Join(" ", fields), fields);
        }
        catch (FormatException problem)
        {
            throw Invalid(
                text,
                problem.Message,
                "Write the fields in this order: minutes hours day-of-month month day-of-week year. 1 is Sunday, and exactly one of the "
                    + "two day fields must be '?'.");
        }
    }

    /// <summary>
    /// The first matching minute after <paramref name="after"/>, both in local time; null if there is none.
    /// </summary>
    /// <param name="after">The local time to start from.</param>
    public DateTime? Next(DateTime after)
    {
        var from = new DateTime(after.Year, after.Month, after.Day, after.Hour, after.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        foreach (var year in _years.Where(value => value >= from.Year))
        {
            foreach (var month in _months.Where(value => year > from.Year || value >= from.Month))
            {
                var found = _days.Of(year, month)
                    .Select(day => new DateTime(year, month, day))
                    .Where(day => day >= from.Date)
                    .Select(day => FirstOfDay(day, from))
                    .FirstOrDefault(time => time is not null);
                if (found is not null)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private DateTime? FirstOfDay(DateTime day, DateTime from)
    {
        foreach (var hour in _hours)
        {
            foreach (var minute in _minutes)
            {
                var time = day.AddHours(hour).AddMinutes(minute);
                if (time >= from)
                {
                    return time;
                }
            }
        }

        return null;
    }

    /// <summary>Converts a five-field Unix expression to the six fields of AWS; null if AWS cannot express it.</summary>
    private static string? FromUnix(string[] unix)
    {
        var (dayOfMonth, dayOfWeek) = (unix[2], unix[4]);
        string fields;
        if (dayOfWeek == "*")
        {
            fields = $"{unix[0]} {unix[1]} {dayOfMonth} {unix[3]} ? *";
        }
        else if (dayOfMonth == "*")
        {
            // Unix counts Sunday as 0 (or 7), AWS as 1.
            var shifted = string.Concat(
                dayOfWeek.Select(letter => letter is >= '0' and <= '7' ? (char)('1' + ((letter - '0') % 7)) : letter));
            fields = $"{unix[0]} {unix[1]} ? {unix[3]} {shifted} *";
        }
        else
        {
            return null;
        }

        return $"This is a five-field Unix expression; in AWS's six fields it is '{fields}'.";
    }

    private static EcsToolsException Invalid(string text, string problem, string remedy)
        => new(ErrorCodes.InvalidCronExpression, $"'{text}' {problem}.", remedy, "Cron", text);
}
