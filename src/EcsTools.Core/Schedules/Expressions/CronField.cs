using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Schedules.Expressions;

/// <summary>One field of a cron expression: its range, its names, and the values that a text of the field stands for.</summary>
internal sealed class CronField
{
    private readonly string _name;
    private readonly string[] _names;

    private CronField(string name, int minimum, int maximum, params string[] names)
    {
        _name = name;
        Minimum = minimum;
        Maximum = maximum;
        _names = names;
    }

    public static CronField Minutes { get; } = new("minutes", 0, 59);

    public static CronField Hours { get; } = new("hours", 0, 23);

    public static CronField DaysOfMonth { get; } = new("day-of-month", 1, 31);

    public static CronField Months { get; } = new(
        "month", 1, 12, "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

    public static CronField DaysOfWeek { get; } = new("day-of-week", 1, 7, "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    public static CronField Years { get; } = new("year", 1970, 2199);

    public int Minimum { get; }

    public int Maximum { get; }

    /// <summary>The values from a list of numbers, names, ranges and steps, in ascending order.</summary>
    /// <exception cref="FormatException">The text is not such a list.</exception>
    public IReadOnlyList<int> Parse(string text)
    {
        var values = new SortedSet<int>();
        foreach (var item in text.Split(','))
        {
            values.UnionWith(Item(item));
        }

        return values.ToList();
    }

    public int Value(string text)
    {
        var named = Array.FindIndex(_names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
        {
            return named + Minimum;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Minimum && number <= Maximum
            ? number
            : throw Wrong(
                text, $"allows {Minimum} to {Maximum}{(_names.Length > 0 ? $" or {_names[0]} to {_names[_names.Length - 1]}" : "")}");
    }

    public FormatException Wrong(string text, string why) => new($"has '{text}' as {_name}, which {why}");

    private IEnumerable<int> Item(string item)
    {
        var parts = item.Split('/');
        if (parts.Length > 2)
        {
            throw Wrong(item, "has more than one step");
        }

        var (first, last) = Range(parts[0], stepped: parts.Length == 2);
        var step = 1;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1 || step > Maximum))
        {
            throw Wrong(item, $"has no step of 1 to {Maximum} after the slash");
        }

        for (var value = first; value <= last; value += step)
        {
            yield return value;
        }
    }

    private (int First, int Last) Range(string text, bool stepped)
    {
        if (text == "*")
        {
            return (Minimum, Maximum);
        }

        var ends = text.Split('-');
        var first = Value(ends[0]);
        if (ends.Length == 1)
        {
            return (first, stepped ? Maximum : first);
        }

        var last = ends.Length == 2 ? Value(ends[1]) : throw Wrong(text, "has more than one dash");
        return last >= first ? (first, last) : throw Wrong(text, "goes backwards: write it as two ranges with a comma");
    }
}
