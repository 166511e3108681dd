using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Schedules.Expressions;

/// <summary>
/// Cron expressions of other programs, and the AWS fields that run at the same times: the five fields of a crontab (crontab(5)), its <c>@daily</c> and the
/// like, and the fields of Quartz, which begin with seconds.
/// </summary>
internal static class UnixCron
{
    private static readonly string[] WeekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly Dictionary<string, string> Nicknames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 ? *",
        ["@annually"] = "0 0 1 1 ? *",
        ["@monthly"] = "0 0 1 * ? *",
        ["@weekly"] = "0 0 ? * 1 *",
        ["@daily"] = "0 0 * * ? *",
        ["@midnight"] = "0 0 * * ? *",
        ["@hourly"] = "0 * * * ? *",
    };

    /// <summary>What to write instead; null if the fields are not those of another program.</summary>
    public static string? Remedy(string[] fields)
    {
        if (fields.Length == 1)
        {
            return Nicknames.TryGetValue(fields[0], out var six) ? $"In AWS's six fields this is '{six}'."
                : fields[0].StartsWith("@", StringComparison.Ordinal)
                    ? $"AWS does not know '{UntrustedText.Sanitize(fields[0])}'. Give six fields, such as '0 3 * * ? *' for 03:00 every day." : null;
        }

        if (fields.Length == 5 && IsWithoutYear(fields))
        {
            return Valid(string.Join(" ", fields) + " *") is { } withYear ? $"The year is missing: write '{withYear}'." : null;
        }

        if (fields.Length == 5)
        {
            return ToAws(fields) is { } aws ? $"This is a five-field Unix expression; in AWS's six fields it is '{aws}'." : OfBothDays(fields);
        }

        return FromQuartz(fields) is { } quartz ? $"AWS schedules have no seconds. Without them this is '{quartz}'." : WithoutSecondDay(fields);
    }

    /// <summary>The AWS fields of <c>@daily</c> and the like; null if the text is not one of them.</summary>
    public static string? Nickname(string text) => Nicknames.TryGetValue(text, out var six) ? six : null;

    /// <summary>Translates the five fields of a crontab; null if they are not valid, or AWS cannot express them.</summary>
    public static string? ToAws(string[] unix)
    {
        // Readers differ on an asterisk in a list. In the days of the week, the list is written anew.
        if (unix.Length != 5 || IsWithoutYear(unix) || unix.Take(4).Any(field => field.Contains(",") && field.Contains("*")))
        {
            return null;
        }

        if (IsEvery(unix[4]))
        {
            return Valid($"{unix[0]} {unix[1]} {unix[2]} {unix[3]} ? *");
        }

        return IsEvery(unix[2]) && Weekdays(unix[4]) is { } weekdays ? Valid($"{unix[0]} {unix[1]} ? {unix[3]} {weekdays} *") : null;
    }

    /// <summary>
    /// The AWS expressions that together run at the times of five fields of a crontab: two if both day fields are restricted. None if the fields are not
    /// valid, or AWS cannot express them.
    /// </summary>
    public static IReadOnlyList<string> Translate(string[] unix)
    {
        if (ToAws(unix) is { } one)
        {
            return [one];
        }

        return unix.Length == 5 && RestrictsBothDays(unix) && unix[2][0] != '*' && unix[4][0] != '*'
            && ToAws([unix[0], unix[1], unix[2], unix[3], "*"]) is { } first && ToAws([unix[0], unix[1], "*", unix[3], unix[4]]) is { } second
            ? [first, second]
            : [];
    }

    /// <summary>Whether both day fields are restricted.</summary>
    public static bool RestrictsBothDays(string[] unix) => unix.Length == 5 && !IsEvery(unix[2]) && !IsEvery(unix[4]);

    private static bool IsWithoutYear(string[] fields) => fields[2] == "?" || fields[4] == "?";

    private static bool IsEvery(string field) => field is "*" or "*/1";

    /// <summary>
    /// crontab(5): with both day fields, a day needs to match only one of them, unless one field begins with an asterisk. Two schedules do the same.
    /// </summary>
    private static string? OfBothDays(string[] unix)
    {
        var first = ToAws([unix[0], unix[1], unix[2], unix[3], "*"]);
        var second = ToAws([unix[0], unix[1], "*", unix[3], unix[4]]);
        if (first is null || second is null || IsEvery(unix[2]) || IsEvery(unix[4]))
        {
            return null;
        }

        return unix[2][0] == '*' || unix[4][0] == '*'
            ? "This is a five-field Unix expression that restricts both day fields. AWS takes only one of the two fields: write '*' for the other one."
            : "This is a five-field Unix expression. It runs on days that match either of the two day fields, and AWS takes only one of the fields. "
                + $"Create two schedules, with '{first}' and '{second}'. On a day that matches both fields, both run.";
    }

    /// <summary>The days of a weekday field, in AWS's numbers: Unix counts Sunday as 0 or 7, AWS as 1. Null if the field is not valid.</summary>
    private static string? Weekdays(string field)
    {
        var hash = field.IndexOf('#');
        if (hash > 0)
        {
            return Weekday(field.Substring(0, hash)) is { } nth ? $"{(nth % 7) + 1}{field.Substring(hash)}" : null;
        }

        if (field.Length > 1 && field.EndsWith("L", StringComparison.OrdinalIgnoreCase))
        {
            return Weekday(field.Substring(0, field.Length - 1)) is { } last ? $"{(last % 7) + 1}L" : null;
        }

        var days = new SortedSet<int>();
        foreach (var item in field.Split(','))
        {
            if (Days(item) is not { } some)
            {
                return null;
            }

            days.UnionWith(some.Select(day => (day % 7) + 1));
        }

        return days.Count == 7 ? "*" : Text([.. days]);
    }

    /// <summary>The days of one item of a list, 0 to 7; null if it is not valid.</summary>
    private static IEnumerable<int>? Days(string item)
    {
        var parts = item.Split('/');
        var step = parts.Length == 1 ? 1 : parts.Length == 2 && Number(parts[1]) is int given and >= 1 and <= 7 ? given : 0;
        if (step == 0)
        {
            return null;
        }

        var ends = parts[0].Split('-');
        int? first = parts[0] == "*" ? 0 : Weekday(ends[0]);
        var last = parts[0] == "*" ? 6 : ends.Length == 2 ? Weekday(ends[1]) : ends.Length > 2 ? null : parts.Length == 2 ? 7 : first;

        // SAT-SUN: as the end of a range, Sunday is 7.
        last = last == 0 && first > 0 ? 7 : last;
        return first is { } from && last is { } to && to >= from
            ? Enumerable.Range(0, ((to - from) / step) + 1).Select(i => from + (i * step))
            : null;
    }

    private static int? Weekday(string text)
    {
        var named = Array.FindIndex(WeekdayNames, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? named : Number(text) is int number and <= 7 ? number : null;
    }

    private static int? Number(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Writes ascending numbers as a list, with three or more that follow each other as a range.</summary>
    private static string Text(int[] days)
    {
        var items = new List<string>();
        for (var i = 0; i < days.Length; i++)
        {
            var end = i;
            while (end + 1 < days.Length && days[end + 1] == days[end] + 1)
            {
                end++;
            }

            if (end - i >= 2)
            {
                items.Add($"{days[i]}-{days[end]}");
                i = end;
            }
            else
            {
                items.Add(days[i].ToString(CultureInfo.InvariantCulture));
            }
        }

        return string.Join(",", items);
    }

    /// <summary>Seconds, the five fields, and perhaps a year. Quartz counts the days of the week as AWS does.</summary>
    private static string? FromQuartz(string[] fields)
    {
        var isQuartz = fields.Length == 7 || (fields.Length == 6 && (fields[5] == "?" || fields[3] == "?"));
        return isQuartz && fields[0] == "0" ? Valid(string.Join(" ", fields.Skip(1)) + (fields.Length == 6 ? " *" : "")) : null;
    }

    /// <summary>Six fields in which the question mark is forgotten.</summary>
    private static string? WithoutSecondDay(string[] fields)
    {
        if (fields.Length != 6 || fields[2] == "?" || fields[4] == "?" || (fields[2] != "*" && fields[4] != "*"))
        {
            return null;
        }

        var corrected = (string[])fields.Clone();
        corrected[fields[4] == "*" ? 4 : 2] = "?";
        return Valid(string.Join(" ", corrected)) is { } valid ? $"Write '{valid}'." : null;
    }

    /// <summary>The expression, if AWS accepts it.</summary>
    private static string? Valid(string aws)
    {
        try
        {
            return CronExpression.Read(aws.Split(' ')).Text;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
