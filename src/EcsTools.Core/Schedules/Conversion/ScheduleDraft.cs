using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Schedules.Conversion;

/// <summary>The times of a schedule that was converted.</summary>
/// <param name="Expression">When it runs.</param>
/// <param name="Zone">The time zone of the expression.</param>
/// <param name="Start">It does not run before; null for now.</param>
/// <param name="End">It does not run after; null for no end.</param>
/// <param name="Window">The window in which it starts.</param>
/// <param name="IsEnabled">Whether it is enabled.</param>
internal sealed record ScheduleDraft(
    ScheduleExpression Expression, ScheduleTimeZone Zone, DateTimeOffset? Start, DateTimeOffset? End, TimeSpan Window, bool IsEnabled)
{
    private const int LongestName = 64;
    private const int LongestDescription = 512;
    private const int LongestSource = 300;
    private const int ShownTimes = 3;

    private static readonly Regex ForeignLetters = new(@"[^0-9a-zA-Z\-_.]+", RegexOptions.CultureInvariant);

    /// <summary>The schedules of one source. If there are several, each name ends with a number.</summary>
    /// <param name="pattern">What all of them have.</param>
    /// <param name="drafts">The times; none if there is no such schedule.</param>
    /// <param name="now">The current time.</param>
    public static IReadOnlyList<ScheduleConversion> Complete(ScheduleConversion pattern, IReadOnlyList<ScheduleDraft> drafts, DateTimeOffset now)
    {
        var name = Name(pattern.ScheduleName, LongestName);
        var common = pattern with { Source = UntrustedText.Sanitize(pattern.Source, LongestSource), Description = Shorten(pattern.Description) };
        return drafts.Count == 0
            ? [Named(common, name)]
            : drafts.Select((draft, i) => Named(
                draft.Of(common, now), drafts.Count == 1 ? name : $"{Name(pattern.ScheduleName, LongestName - 4)}-{i + 1}")).ToList();
    }

    /// <summary>A name that a schedule can have.</summary>
    private static string Name(string text, int longest)
    {
        var clean = ForeignLetters.Replace(text, "-").Trim('-', '.');
        clean = clean.Length == 0 ? "task" : clean;
        return clean.Substring(0, Math.Min(longest, clean.Length)).TrimEnd('-', '.');
    }

    /// <summary>A description in one line, as long as AWS accepts.</summary>
    private static string? Shorten(string? text)
        => string.IsNullOrWhiteSpace(text) ? null
            : UntrustedText.Sanitize(string.Join(" ", text!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), LongestDescription - 1);

    private static ScheduleConversion Named(ScheduleConversion conversion, string name)
        => conversion with { ScheduleName = name, Findings = conversion.Findings.Select(finding => finding with { ScheduleName = name }).ToList() };

    private ScheduleConversion Of(ScheduleConversion pattern, DateTimeOffset now)
    {
        var after = Start is { } start && start > now ? start.AddTicks(-1) : now;
        var times = Zone.Info is { } info ? ScheduleTimes.Next(Expression, info, Start ?? now, after, End, ShownTimes) : [];
        return pattern with
        {
            Expression = Expression.Text,
            TimeZone = Zone.Name,
            StartDate = Start,
            EndDate = End,
            FlexibleWindow = Window,
            Enabled = pattern.Enabled && IsEnabled,
            NextRuns = times,
        };
    }
}
