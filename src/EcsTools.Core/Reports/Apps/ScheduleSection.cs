using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Models;
using EcsTools.Reports.Html;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Reports.Apps;

/// <summary>The schedules of an app, and a calendar of their runs.</summary>
internal static class ScheduleSection
{
    private const int Weeks = 4;
    private const int DaysOfWeek = 7;
    private const int MostSchedules = 20;
    private const int MostOfDay = 4;

    // More runs of a day are counted, and not listed. Each minute for four weeks is 40,320 runs.
    private const int MostRuns = 41_000;

    public static void Write(HtmlWriter html, AppReport report)
    {
        if (report.Schedules.Count == 0)
        {
            return;
        }

        ReportPage.Section(html, "schedules", "Schedules", () =>
        {
            List(html, report);
            Calendar(html, report);
        });
    }

    private static void List(HtmlWriter html, AppReport report)
    {
        using (html.Element("table", ("class", "stack")))
        {
            html.Text("caption", "When each schedule starts its tasks");
            HtmlTable.Head(html, "Service", "Times", "State", "Next run");
            using (html.Element("tbody"))
            {
                foreach (var schedule in report.Schedules.Take(MostSchedules))
                {
                    using (html.Element("tr"))
                    {
                        html.Text("th", NameOf(report, schedule), ("scope", "row"));
                        html.Text("td", $"{schedule.Expression} {(schedule.TimeZone == "UTC" ? "UTC" : "in " + schedule.TimeZone)}", ("data-label", "Times"));
                        using (html.Element("td", ("data-label", "State")))
                        {
                            StateMark.Write(html, schedule.State);
                        }

                        html.Text("td", report.Text(schedule.NextRun), ("class", "now"), ("data-label", "Next run"));
                    }
                }
            }
        }
    }

    private static void Calendar(HtmlWriter html, AppReport report)
    {
        var today = TimeZoneInfo.ConvertTime(report.At, report.Zone).Date;
        var monday = today.AddDays(-(((int)today.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek));
        var runs = Runs(report, monday.AddDays(Weeks * DaysOfWeek));
        if (runs.Count == 0)
        {
            return;
        }

        html.Text("h3", "The next runs");
        using (html.Element("table", ("class", "calendar")))
        {
            html.Text("caption", "A run is shown on the day of the time zone of this page");
            HtmlTable.Head(html, [.. Enumerable.Range(0, DaysOfWeek).Select(day => monday.AddDays(day).ToString("ddd", CultureInfo.InvariantCulture))]);
            using (html.Element("tbody"))
            {
                for (var week = 0; week < Weeks; week++)
                {
                    using (html.Element("tr"))
                    {
                        for (var day = 0; day < DaysOfWeek; day++)
                        {
                            var date = monday.AddDays((week * DaysOfWeek) + day);
                            Day(html, date, today, runs.TryGetValue(date, out var of) ? of : []);
                        }
                    }
                }
            }
        }
    }

    private static void Day(HtmlWriter html, DateTime date, DateTime today, IReadOnlyList<(string Name, DateTime Time)> runs)
    {
        var kind = (date < today ? "past" : date == today ? "today" : "") + (runs.Count == 0 ? " empty" : "");
        using (html.Element("td", ("class", kind.Length == 0 ? null : kind.Trim())))
        {
            html.Text("span", date.ToString("d MMM", CultureInfo.InvariantCulture));
            using (html.Element("ul"))
            {
                var lines = runs.GroupBy(run => run.Name).OrderBy(group => group.Min(run => run.Time)).Select(Line).ToList();
                foreach (var line in lines.Take(MostOfDay))
                {
                    html.Text("li", line);
                }

                if (lines.Count > MostOfDay)
                {
                    html.Text("li", FormattableString.Invariant($"and {lines.Count - MostOfDay} more"));
                }
            }
        }
    }

    private static string Line(IGrouping<string, (string Name, DateTime Time)> runs)
    {
        var times = runs.Select(run => run.Time).OrderBy(time => time).ToList();
        return times.Count <= 2 ? $"{string.Join(", ", times.Select(time => time.ToString("HH:mm", CultureInfo.InvariantCulture)))} {runs.Key}"
            : FormattableString.Invariant($"{times.Count} times {runs.Key}");
    }

    /// <summary>The runs of the enabled schedules by day.</summary>
    private static Dictionary<DateTime, List<(string Name, DateTime Time)>> Runs(AppReport report, DateTime end)
    {
        var until = new DateTimeOffset(end, report.Zone.GetUtcOffset(end)).AddTicks(-1);
        return report.Schedules.Where(schedule => schedule.State == "ENABLED").Take(MostSchedules)
            .SelectMany(schedule => TimesOf(report, schedule, until).Select(
                time => (Name: NameOf(report, schedule), Time: TimeZoneInfo.ConvertTime(time, report.Zone).DateTime)))
            .GroupBy(run => run.Time.Date).ToDictionary(day => day.Key, day => day.ToList());
    }

    private static IReadOnlyList<DateTimeOffset> TimesOf(AppReport report, ScheduledTask schedule, DateTimeOffset until)
    {
        // A schedule that this machine cannot read has no runs here.
        if (ScheduleTimeZone.Parse(schedule.TimeZone).Info is not { } zone || ScheduleExpression.TryParse(schedule.Expression) is not { } expression)
        {
            return [];
        }

        var after = schedule.StartDate > report.At ? schedule.StartDate.Value.AddTicks(-1) : report.At;
        var end = schedule.EndDate < until ? schedule.EndDate.Value : until;
        return ScheduleTimes.Next(expression, zone, schedule.StartDate ?? schedule.CreatedAt ?? report.At, after, end, MostRuns);
    }

    private static string NameOf(AppReport report, ScheduledTask schedule) => AppNames.ServiceOf(report.App.AppName, schedule.ScheduleName);
}
