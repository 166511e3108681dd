using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Schedules.Conversion;

/// <summary>
/// The times of a day at which something runs, as the first two fields of cron expressions. A repetition may go on after midnight: its times then belong to
/// a later day.
/// </summary>
internal static class DayTimes
{
    private const int MinutesOfDay = 1440;

    /// <summary>The times of a run and of its repetitions.</summary>
    /// <param name="start">The minute of the day of the run.</param>
    /// <param name="interval">Minutes between repetitions; 0 for none.</param>
    /// <param name="duration">Minutes during which the run is repeated.</param>
    /// <param name="isDaily">Whether there is a run every day, so that a time after midnight is a time of every day too.</param>
    /// <returns>For each day that has times the number of days after the first one, and its fields.</returns>
    public static IReadOnlyList<(int DaysLater, string Minutes, string Hours)> Of(int start, int interval, int duration, bool isDaily)
    {
        var times = interval == 0 ? [start] : Enumerable.Range(0, Math.Max(1, ((duration - 1) / interval) + 1)).Select(i => start + (i * interval));
        return (isDaily ? times.Select(time => time % MinutesOfDay).Distinct() : times)
            .GroupBy(time => time / MinutesOfDay)
            .SelectMany(day => day
                .GroupBy(time => time % MinutesOfDay / 60, time => time % 60)
                .GroupBy(hour => string.Join(",", hour.Distinct().OrderBy(minute => minute).Select(Text)))
                .Select(hours => (Minutes: hours.Key, Hours: string.Join(",", hours.Select(hour => hour.Key).OrderBy(hour => hour).Select(Text))))
                .Select(fields => (day.Key, Fields(fields.Minutes, 60), Fields(fields.Hours, 24))))
            .ToList();
    }

    /// <summary>Writes a list of numbers shorter, where a star or a step has the same meaning.</summary>
    private static string Fields(string list, int size)
    {
        var numbers = list.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
        if (numbers.Count == size)
        {
            return "*";
        }

        var step = numbers.Count > 1 ? numbers[1] - numbers[0] : 0;
        var isRegular = step > 1 && numbers.Count > 2 && numbers[0] < step && numbers[numbers.Count - 1] + step >= size
            && Enumerable.Range(0, numbers.Count).All(i => numbers[i] == numbers[0] + (i * step));
        var isRange = step == 1 && numbers.Count > 2 && numbers[numbers.Count - 1] - numbers[0] == numbers.Count - 1;
        return isRegular ? $"{Text(numbers[0])}/{Text(step)}" : isRange ? $"{Text(numbers[0])}-{Text(numbers[numbers.Count - 1])}" : list;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
