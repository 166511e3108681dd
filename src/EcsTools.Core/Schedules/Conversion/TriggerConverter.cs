using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Schedules.Conversion;

/// <summary>Converts a trigger of the Task Scheduler to the schedules that run at the same times.</summary>
/// <param name="zone">The time zone of times without one.</param>
/// <param name="now">The current time.</param>
internal sealed class TriggerConverter(ScheduleTimeZone zone, DateTimeOffset now)
{
    /// <summary>The most schedules for one trigger whose days no cron expression can tell.</summary>
    private const int MostRates = 24;

    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);
    private readonly List<ScheduleFinding> _findings = [];
    private readonly List<ScheduleDraft> _drafts = [];

    public (IReadOnlyList<ScheduleDraft> Drafts, IReadOnlyList<ScheduleFinding> Findings) Convert(WindowsTrigger trigger)
    {
        if (trigger.Kind == WindowsTriggerKind.Event)
        {
            _findings.Add(ConversionFindings.NoCounterpart(trigger.Name));
        }
        else if (trigger.Kind == WindowsTriggerKind.Unknown)
        {
            _findings.Add(ConversionFindings.MonthlyUnknown(trigger.Name));
        }
        else if (BoundaryTime.TryParse(trigger.Start, zone) is not { } start)
        {
            _findings.Add(ConversionFindings.NoStart(trigger.Name, trigger.Start));
        }
        else if (BoundaryTime.TryParse(trigger.End, zone) is { } end && end.Instant <= now)
        {
            _findings.Add(ConversionFindings.HasEnded(trigger.End!));
        }
        else
        {
            Times(trigger, start, BoundaryTime.TryParse(trigger.End, zone)?.Instant);
        }

        return (_drafts, _findings);
    }

    private void Times(WindowsTrigger trigger, BoundaryTime start, DateTimeOffset? end)
    {
        if (start.HasSeconds)
        {
            _findings.Add(ConversionFindings.SecondsLeftOut(trigger.Start!));
        }

        if (trigger.Repetition is { } repetition && (repetition < TimeSpan.FromMinutes(1) || repetition.Ticks % TimeSpan.TicksPerMinute != 0))
        {
            _findings.Add(ConversionFindings.RepetitionNotInMinutes(repetition));
            return;
        }

        switch (trigger.Kind)
        {
            case WindowsTriggerKind.Once:
                Once(trigger, start, end);
                break;
            case WindowsTriggerKind.Daily when trigger.Interval > 1:
                Rates(trigger, start, end, [start.Wall.Date], trigger.Interval);
                break;
            case WindowsTriggerKind.Weekly when trigger.Interval > 1:
                Rates(trigger, start, end, trigger.Weekdays.Select(day => FirstInWeek(start.Wall.Date, day, trigger.Interval)), trigger.Interval * 7);
                break;
            default:
                Crons(trigger, start, end);
                break;
        }
    }

    private void Once(WindowsTrigger trigger, BoundaryTime start, DateTimeOffset? end)
    {
        if (trigger.Repetition is { } interval)
        {
            var last = Earliest(end, start.Instant + trigger.RepetitionDuration);
            if (last <= now)
            {
                _findings.Add(ConversionFindings.HasEnded(trigger.Start!));
                return;
            }

            Add(trigger, ScheduleInterval.ToRate(interval), start.Zone, Upcoming(start.Instant, interval), last);
        }
        else if (start.Instant <= now)
        {
            _findings.Add(ConversionFindings.InThePast(trigger.Start!));
        }
        else
        {
            Add(trigger, ScheduleExpression.FromAt(start.Wall).Text, start.Zone, null, null);
        }
    }

    /// <summary>Every few days or weeks: a rate for each time, because cron fields know no such distance.</summary>
    private void Rates(WindowsTrigger trigger, BoundaryTime start, DateTimeOffset? end, IEnumerable<DateTime> firstDays, int days)
    {
        var times = TimesOf(trigger, start, isDaily: false)
            .SelectMany(day => CronMinutes(day.Minutes, day.Hours).Select(minute => (day.DaysLater, Minute: minute)));
        var firsts = firstDays.SelectMany(day => times.Select(time => day.AddDays(time.DaysLater).AddMinutes(time.Minute))).OrderBy(time => time).ToList();
        if (firsts.Count > MostRates)
        {
            _findings.Add(ConversionFindings.TooManyTimes(firsts.Count, MostRates));
            return;
        }

        foreach (var first in firsts)
        {
            var wall = first;
            while (start.At(wall) <= now)
            {
                wall = wall.AddDays(days);
            }

            Add(trigger, ScheduleInterval.ToRate(TimeSpan.FromDays(days)), start.Zone, start.At(wall), end);
        }

        if (start.Zone.Info is { SupportsDaylightSavingTime: true })
        {
            _findings.Add(ConversionFindings.RateIgnoresClockChanges(days, start.Zone.Name));
        }
    }

    private void Crons(WindowsTrigger trigger, BoundaryTime start, DateTimeOffset? end)
    {
        var isDaily = trigger.Kind == WindowsTriggerKind.Daily;
        var begin = start.Instant > now ? start.Instant : (DateTimeOffset?)null;
        foreach (var (later, minutes, hours) in TimesOf(trigger, start, isDaily))
        {
            foreach (var (monthDays, months, weekdays) in DaysOf(trigger, later))
            {
                Add(trigger, $"cron({minutes} {hours} {monthDays} {months} {weekdays} *)", start.Zone, begin, end);
            }
        }
    }

    /// <summary>The three fields with the days of a trigger, a number of days later. Days of the month cannot be moved.</summary>
    private IEnumerable<(string MonthDays, string Months, string Weekdays)> DaysOf(WindowsTrigger trigger, int later)
    {
        var months = trigger.Months.Count is 0 or 12 ? "*" : Numbers(trigger.Months);
        switch (trigger.Kind)
        {
            case WindowsTriggerKind.Daily:
                return [("*", "*", "?")];
            case WindowsTriggerKind.Weekly:
                var days = trigger.Weekdays.Select(day => (((int)day + later) % 7) + 1).Distinct().ToList();
                return [("?", "*", days.Count == 7 ? "*" : Numbers(days))];
            case var _ when later > 0:
                _findings.Add(ConversionFindings.RepetitionAfterMidnight());
                return [];
            case WindowsTriggerKind.Monthly:
                var numbered = trigger.Days.Where(day => day > 0).ToList();
                return (numbered.Count > 0 ? [(Numbers(numbered), months, "?")] : Array.Empty<(string, string, string)>())
                    .Concat(trigger.Days.Contains(0) ? [("L", months, "?")] : []);
            default:
                // AWS accepts one weekday of one week in an expression.
                return from week in trigger.Weeks
                       from day in trigger.Weekdays
                       select ("?", months, $"{(int)day + 1}{(week == 0 ? "L" : $"#{Number(week)}")}");
        }
    }

    private static IReadOnlyList<(int DaysLater, string Minutes, string Hours)> TimesOf(WindowsTrigger trigger, BoundaryTime start, bool isDaily)
        => trigger.Repetition is { } interval
            ? DayTimes.Of(start.Minute, (int)interval.TotalMinutes, (int)(trigger.RepetitionDuration ?? TimeSpan.FromDays(1)).TotalMinutes, isDaily)
            : DayTimes.Of(start.Minute, 0, 0, isDaily);

    private void Add(WindowsTrigger trigger, string expression, ScheduleTimeZone draftZone, DateTimeOffset? start, DateTimeOffset? end)
    {
        var window = TimeSpan.FromMinutes(Math.Ceiling(trigger.RandomDelay.TotalMinutes));
        if (window > LongestWindow)
        {
            _findings.Add(ConversionFindings.DelayTooLong(window));
            window = LongestWindow;
        }

        _drafts.Add(new ScheduleDraft(ScheduleExpression.Parse(expression), draftZone, start, end, window, trigger.IsEnabled));
    }

    /// <summary>The first date of a weekday, in a week that the trigger counts. Windows counts weeks from the one that has the start.</summary>
    private static DateTime FirstInWeek(DateTime start, DayOfWeek day, int weeks)
    {
        var date = start.AddDays((int)day - (int)start.DayOfWeek);
        return date < start ? date.AddDays(7 * weeks) : date;
    }

    private DateTimeOffset Upcoming(DateTimeOffset first, TimeSpan interval)
        => first > now ? first : first.AddTicks((((now - first).Ticks / interval.Ticks) + 1) * interval.Ticks);

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static IEnumerable<int> CronMinutes(string minutes, string hours)
        => CronField.Hours.Parse(hours).SelectMany(hour => CronField.Minutes.Parse(minutes).Select(minute => (hour * 60) + minute));

    private static string Numbers(IEnumerable<int> numbers) => string.Join(",", numbers.OrderBy(number => number).Select(Number));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
