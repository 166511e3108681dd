using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Sandbox.Services.Scheduling;

/// <summary>One field of a cron expression: a list of values, ranges and steps over them.</summary>
internal sealed class CronField
{
    private static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly int _least;
    private readonly int _most;
    private readonly string[] _names;

    private CronField(int least, int most, params string[] names)
    {
        _least = least;
        _most = most;
        _names = names;
    }

    public static CronField Minutes { get; } = new(0, 59);

    public static CronField Hours { get; } = new(0, 23);

    public static CronField DaysOfMonth { get; } = new(1, 31);

    public static CronField Months { get; } = new(1, 12, MonthNames);

    /// <summary>1 is Sunday.</summary>
    public static CronField DaysOfWeek { get; } = new(1, 7, DayNames);

    public static CronField Years { get; } = new(1970, 2199);

    /// <summary>The values that the text names, or null if it is invalid.</summary>
    public ICollection<int>? Parse(string text)
    {
        var values = new HashSet<int>();
        foreach (var part in text.Split(','))
        {
            if (Range(part) is not { } range)
            {
                return null;
            }

            for (var value = range.From; value <= range.To; value += range.Step)
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <summary>One number or name within the field's bounds, or null.</summary>
    public int? Value(string text)
    {
        var named = Array.FindIndex(_names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
        {
            return named + _least;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= _least && value <= _most
            ? value
            : null;
    }

    /// <summary><c>*</c>, <c>5</c>, <c>1-10</c>, each possibly with <c>/2</c>. A single value with a step continues to the end.</summary>
    private (int From, int To, int Step)? Range(string text)
    {
        var stepped = text.Split('/');
        var step = 1;
        if (stepped.Length > 2
            || (stepped.Length == 2 && (!int.TryParse(stepped[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1 || step > _most)))
        {
            return null;
        }

        if (stepped[0] == "*")
        {
            return (_least, _most, step);
        }

        var ends = stepped[0].Split('-').Select(Value).ToArray();
        return ends switch
        {
            [{ } only] => (only, stepped.Length == 2 ? _most : only, step),
            [{ } from, { } to] when from <= to => (from, to, step),
            _ => null,
        };
    }
}
