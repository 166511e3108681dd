using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Schedules.Conversion;
using EcsTools.Schedules.Expressions;
using Xunit;

namespace EcsTools.Tests.Schedules.Conversion;

/// <summary>Triggers that a seed draws: their schedules run at the minutes at which Windows would run the task, counted day by day.</summary>
public class TriggerTimesTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset From = Now.AddDays(40);
    private static readonly DateTimeOffset Until = From.AddDays(400);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Schedules_run_when_the_trigger_does(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var trigger = Draw(random);
            var task = new WindowsTask { Path = @"\t", Triggers = [trigger] };
            var converted = new WindowsTaskConverter(ScheduleTimeZone.Utc, Now).Convert(task);
            if (converted.Any(schedule => schedule.Expression is null))
            {
                Assert.Contains(converted.SelectMany(schedule => schedule.Findings), finding => finding.Code == "TooManyTimes");
                continue;
            }

            var runs = converted.SelectMany(schedule => ScheduleTimes.Next(
                ScheduleExpression.Parse(schedule.Expression!), TimeZoneInfo.Utc, schedule.StartDate ?? Now, From.AddTicks(-1), Until.AddTicks(-1), int.MaxValue));
            Assert.Equal(Expected(trigger).ToList(), runs.Distinct().Order().ToList());
        }
    }

    private static WindowsTrigger Draw(Random random)
    {
        var kind = (WindowsTriggerKind)random.Next((int)WindowsTriggerKind.Daily, (int)WindowsTriggerKind.MonthlyWeekday + 1);
        var start = Now.AddMinutes(random.Next(0, 20 * 1440)).UtcDateTime;
        var isMonthly = kind is WindowsTriggerKind.Monthly or WindowsTriggerKind.MonthlyWeekday;
        int[] intervals = [20, 45, 60, 90, 120, 300];
        TimeSpan? repetition = random.Next(2) == 0 ? TimeSpan.FromMinutes(intervals[random.Next(intervals.Length)]) : null;

        // After midnight, the repetition of a monthly trigger is left out, and told.
        var left = isMonthly ? 1440 - (int)start.TimeOfDay.TotalMinutes : 1440;
        return new WindowsTrigger
        {
            Kind = kind,
            Name = "CalendarTrigger",
            Start = start.ToString("yyyy-MM-dd'T'HH:mm:00"),
            Interval = isMonthly ? 1 : random.Next(1, 4),
            Weekdays = [.. Enum.GetValues<DayOfWeek>().Where(_ => random.Next(3) == 0).DefaultIfEmpty(DayOfWeek.Tuesday)],
            Days = [.. Enumerable.Range(0, 32).Where(_ => random.Next(8) == 0).DefaultIfEmpty(5)],
            Weeks = [.. Enumerable.Range(0, 5).Where(_ => random.Next(2) == 0).DefaultIfEmpty(1)],
            Months = [.. Enumerable.Range(1, 12).Where(_ => random.Next(2) == 0).DefaultIfEmpty(2)],
            Repetition = repetition,
            RepetitionDuration = repetition is null ? null : TimeSpan.FromMinutes(random.Next(1, Math.Max(2, left))),
        };
    }

    /// <summary>Each day on which the trigger runs, and on it each repetition.</summary>
    private static IEnumerable<DateTimeOffset> Expected(WindowsTrigger trigger)
    {
        var start = DateTime.Parse(trigger.Start!, System.Globalization.CultureInfo.InvariantCulture);
        var found = new SortedSet<DateTimeOffset>();
        for (var day = start.Date; day < Until; day = day.AddDays(1))
        {
            if (!RunsOn(trigger, start.Date, day))
            {
                continue;
            }

            var step = trigger.Repetition ?? TimeSpan.FromDays(1);
            for (var passed = TimeSpan.Zero; passed < (trigger.RepetitionDuration ?? TimeSpan.FromMinutes(1)); passed += step)
            {
                found.Add(new DateTimeOffset(day + start.TimeOfDay + passed, TimeSpan.Zero));
            }
        }

        return found.Where(time => time >= From && time < Until);
    }

    private static bool RunsOn(WindowsTrigger trigger, DateTime first, DateTime day)
    {
        var isLastWeek = day.AddDays(7).Month != day.Month;
        return trigger.Kind switch
        {
            WindowsTriggerKind.Daily => (day - first).Days % trigger.Interval == 0,
            WindowsTriggerKind.Weekly => trigger.Weekdays.Contains(day.DayOfWeek)
                && (day - first.AddDays(-(int)first.DayOfWeek)).Days / 7 % trigger.Interval == 0,
            WindowsTriggerKind.Monthly => trigger.Months.Contains(day.Month)
                && (trigger.Days.Contains(day.Day) || (trigger.Days.Contains(0) && day.AddDays(1).Day == 1)),
            _ => trigger.Months.Contains(day.Month) && trigger.Weekdays.Contains(day.DayOfWeek)
                && (trigger.Weeks.Contains(((day.Day - 1) / 7) + 1) || (trigger.Weeks.Contains(0) && isLastWeek)),
        };
    }
}
