using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Sandbox.Services.Scheduling;

/// <summary>The six fields of AWS: minutes, hours, day of month, month, day of week, year. One of the two days is a question mark.</summary>
internal sealed class CronExpression
{
    private readonly ICollection<int> _minutes;
    private readonly ICollection<int> _hours;
    private readonly ICollection<int> _months;
    private readonly ICollection<int> _years;
    private readonly Func<DateTime, bool> _isDay;

    private CronExpression(
        ICollection<int> minutes, ICollection<int> hours, Func<DateTime, bool> isDay, ICollection<int> months, ICollection<int> years)
    {
        _minutes = minutes;
        _hours = hours;
        _isDay = isDay;
        _months = months;
        _years = years;
    }

    /// <summary>Parses the text in the parentheses of <c>cron(...)</c>; null if AWS would refuse it.</summary>
    /// <param name="text">The fields.</param>
    /// <param name="mayLackYear">Whether five fields mean every year.</param>
    public static CronExpression? TryParse(string text, bool mayLackYear = false)
    {
        var fields = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        fields = mayLackYear && fields.Length == 5 ? [.. fields, "*"] : fields;
        if (fields.Length != 6 || (fields[2] == "?") == (fields[4] == "?"))
        {
            return null;
        }

        var day = fields[4] == "?" ? DayOfMonth(fields[2].ToUpperInvariant()) : DayOfWeek(fields[4].ToUpperInvariant());
        return CronField.Minutes.Parse(fields[0]) is { } minutes
            && CronField.Hours.Parse(fields[1]) is { } hours
            && CronField.Months.Parse(fields[3]) is { } months
            && CronField.Years.Parse(fields[5]) is { } years
            && day is not null
            ? new CronExpression(minutes, hours, day, months, years)
            : null;
    }

    /// <summary>The first minute after <paramref name="after"/> that fits, both by the wall clock; null if there is none.</summary>
    public DateTime? Next(DateTime after)
    {
        var from = after.Date.AddHours(after.Hour).AddMinutes(after.Minute + 1);
        for (var day = from.Date; day.Year <= _years.Max(); day = NextDay(day))
        {
            if (!_years.Contains(day.Year) || !_months.Contains(day.Month) || !_isDay(day))
            {
                continue;
            }

            foreach (var hour in _hours.OrderBy(hour => hour))
            {
                foreach (var minute in _minutes.OrderBy(minute => minute))
                {
                    var time = day.AddHours(hour).AddMinutes(minute);
                    if (time >= from)
                    {
                        return time;
                    }
                }
            }
        }

        return null;
    }

    private DateTime NextDay(DateTime day)
        => _years.Contains(day.Year) && _months.Contains(day.Month) ? day.AddDays(1) : new DateTime(day.Year, day.Month, 1).AddMonths(1);

    private static Func<DateTime, bool>? DayOfMonth(string text)
    {
        if (text == "L")
        {
            return day => day.Day == DateTime.DaysInMonth(day.Year, day.Month);
        }

        if (text == "LW")
        {
            return day => day == NearestWeekday(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
        }

        if (text.EndsWith("W", StringComparison.Ordinal))
        {
            return CronField.DaysOfMonth.Value(text.Substring(0, text.Length - 1)) is { } near
                ? day => near <= DateTime.DaysInMonth(day.Year, day.Month) && day == NearestWeekday(day.Year, day.Month, near)
                : null;
        }

        return CronField.DaysOfMonth.Parse(text) is { } days ? day => days.Contains(day.Day) : null;
    }

    private static Func<DateTime, bool>? DayOfWeek(string text)
    {
        var hash = text.IndexOf('#');
        if (hash >= 0)
        {
            return CronField.DaysOfWeek.Value(text.Substring(0, hash)) is { } weekday
                && int.TryParse(text.Substring(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var week) && week is >= 1 and <= 5
                ? day => Number(day) == weekday && (day.Day - 1) / 7 + 1 == week
                : null;
        }

        // A lone L is the last day of the week; after a day it is the last such day of the month.
        if (text == "L")
        {
            return day => Number(day) == 7;
        }

        if (text.EndsWith("L", StringComparison.Ordinal))
        {
            return CronField.DaysOfWeek.Value(text.Substring(0, text.Length - 1)) is { } last
                ? day => Number(day) == last && day.Day + 7 > DateTime.DaysInMonth(day.Year, day.Month)
                : null;
        }

        return CronField.DaysOfWeek.Parse(text) is { } days ? day => days.Contains(Number(day)) : null;
    }

    private static int Number(DateTime day) => (int)day.DayOfWeek + 1;

    /// <summary>The weekday nearest to a day of a month, without leaving the month.</summary>
    private static DateTime NearestWeekday(int year, int month, int day)
    {
        var date = new DateTime(year, month, day);
        return date.DayOfWeek switch
        {
            System.DayOfWeek.Saturday => day == 1 ? date.AddDays(2) : date.AddDays(-1),
            System.DayOfWeek.Sunday => day == DateTime.DaysInMonth(year, month) ? date.AddDays(-2) : date.AddDays(1),
            _ => date,
        };
    }
}
