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
    private const string NumberRemedy
        = "Give six fields: minutes hours day-of-month month day-of-week year, such as '0 3 * * ? *' for 03:00 every day.";

    private const string FieldsRemedy
        = "Write the fields in this order: minutes hours day-of-month month day-of-week year. 1 is Sunday, and exactly one of the "
            + "two day fields must be '?'.";

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
    /// <param name="parameter">The parameter that has it, without its dash.</param>
    /// <exception cref="EcsToolsException">
    /// The text is not an AWS cron expression. If it is a Unix one, the remedy gives the six fields with the same meaning.
    /// </exception>
    public static CronExpression Parse(string text, string parameter = "Cron")
    {
        var inner = text.Trim();
        if (inner.StartsWith("cron(", StringComparison.OrdinalIgnoreCase) && inner.EndsWith(")", StringComparison.Ordinal))
        {
            inner = inner.Substring(5, inner.Length - 6);
        }

        var fields = inner.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return Read(fields);
        }
        catch (FormatException problem)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidCronExpression,
                $"'{UntrustedText.Sanitize(text)}' {problem.Message}.",
                UnixCron.Remedy(fields) ?? (fields.Length == 6 ? FieldsRemedy : NumberRemedy),
                parameter,
                text);
        }
    }

    /// <exception cref="FormatException">They are not the six fields of AWS.</exception>
    internal static CronExpression Read(string[] fields)
        => fields.Length == 6
            ? new CronExpression(string.Join(" ", fields), fields)
            : throw new FormatException($"has {fields.Length} {(fields.Length == 1 ? "field" : "fields")}, but AWS requires six");

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
}
