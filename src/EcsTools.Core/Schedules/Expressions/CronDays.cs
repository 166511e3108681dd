using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Schedules.Expressions;

/// <summary>The two day fields of a cron expression. Exactly one of them restricts the days.</summary>
internal sealed class CronDays
{
    private readonly Func<int, int, IEnumerable<int>> _of;

    private CronDays(Func<int, int, IEnumerable<int>> of)
    {
        _of = of;
    }

    /// <summary>The days of a month that match, in ascending order.</summary>
    public IEnumerable<int> Of(int year, int month) => _of(year, month);

    /// <exception cref="FormatException">One field is wrong, or they do not fit together.</exception>
    public static CronDays Parse(string dayOfMonth, string dayOfWeek)
    {
        if ((dayOfMonth == "?") == (dayOfWeek == "?"))
        {
            throw new FormatException(
                $"has '{dayOfMonth}' as day-of-month and '{dayOfWeek}' as day-of-week, but exactly one of them must be '?'");
        }

        return new CronDays(dayOfWeek == "?" ? OfMonth(dayOfMonth) : OfWeek(dayOfWeek));
    }

    private static Func<int, int, IEnumerable<int>> OfMonth(string text)
    {
        if (text.Equals("L", StringComparison.OrdinalIgnoreCase))
        {
            return (year, month) => [DateTime.DaysInMonth(year, month)];
        }

        if (text.Equals("LW", StringComparison.OrdinalIgnoreCase))
        {
            return (year, month) => [NearestWeekday(year, month, DateTime.DaysInMonth(year, month))];
        }

        if (text.EndsWith("W", StringComparison.OrdinalIgnoreCase))
        {
            var day = CronField.DaysOfMonth.Value(text.Substring(0, text.Length - 1));
            return (year, month) => day <= DateTime.DaysInMonth(year, month) ? [NearestWeekday(year, month, day)] : [];
        }

        var days = CronField.DaysOfMonth.Parse(text);
        return (year, month) => days.Where(day => day <= DateTime.DaysInMonth(year, month));
    }

    private static Func<int, int, IEnumerable<int>> OfWeek(string text)
    {
        var field = CronField.DaysOfWeek;
        var hash = text.IndexOf('#');
        if (hash > 0)
        {
            var weekday = field.Value(text.Substring(0, hash));
            return int.TryParse(
                text.Substring(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var nth) && nth is >= 1 and <= 5
                ? (year, month) => Weekdays(year, month, [weekday]).Skip(nth - 1).Take(1)
                : throw field.Wrong(text, "allows 1 to 5 after '#', and only one day");
        }

        // L alone means the last day of the week, Saturday. 5L means the last Thursday of the month.
        if (text.Equals("L", StringComparison.OrdinalIgnoreCase))
        {
            return (year, month) => Weekdays(year, month, [field.Maximum]);
        }

        if (text.EndsWith("L", StringComparison.OrdinalIgnoreCase))
        {
            var weekday = field.Value(text.Substring(0, text.Length - 1));
            return (year, month) => [Weekdays(year, month, [weekday]).Last()];
        }

        var weekdays = field.Parse(text);
        return (year, month) => Weekdays(year, month, weekdays);
    }

    private static IEnumerable<int> Weekdays(int year, int month, IReadOnlyList<int> weekdays)
        => Enumerable.Range(1, DateTime.DaysInMonth(year, month)).Where(
            day => weekdays.Contains((int)new DateTime(year, month, day).DayOfWeek + 1));

    /// <summary>The weekday, Monday to Friday, closest to a day and in the same month.</summary>
    private static int NearestWeekday(int year, int month, int day)
        => new DateTime(year, month, day).DayOfWeek switch
        {
            DayOfWeek.Saturday => day > 1 ? day - 1 : day + 2,
            DayOfWeek.Sunday => day < DateTime.DaysInMonth(year, month) ? day + 1 : day - 2,
            _ => day,
        };
}
