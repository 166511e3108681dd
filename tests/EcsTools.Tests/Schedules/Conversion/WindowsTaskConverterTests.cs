using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Schedules.Conversion;
using EcsTools.Schedules.Expressions;
using Xunit;

namespace EcsTools.Tests.Schedules.Conversion;

/// <summary>Tasks of the Windows Task Scheduler, in the XML that Export-ScheduledTask writes.</summary>
public class WindowsTaskConverterTests
{
    // A Monday.
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>", "cron(30 3 * * ? *)")]
    [InlineData("<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek><Monday /><Friday /></DaysOfWeek></ScheduleByWeek>", "cron(30 3 ? * 2,6 *)")]
    [InlineData("<ScheduleByMonth><DaysOfMonth><Day>1</Day><Day>15</Day></DaysOfMonth><Months><January /><July /></Months></ScheduleByMonth>",
        "cron(30 3 1,15 1,7 ? *)")]
    [InlineData("<ScheduleByMonth><DaysOfMonth><Day>Last</Day></DaysOfMonth></ScheduleByMonth>", "cron(30 3 L * ? *)")]
    [InlineData("<ScheduleByMonth><DaysOfMonth><Day>1</Day><Day>Last</Day></DaysOfMonth></ScheduleByMonth>", "cron(30 3 1 * ? *)", "cron(30 3 L * ? *)")]
    [InlineData("<ScheduleByMonthDayOfWeek><Weeks><Week>2</Week></Weeks><DaysOfWeek><Tuesday /></DaysOfWeek></ScheduleByMonthDayOfWeek>", "cron(30 3 ? * 3#2 *)")]
    [InlineData("<ScheduleByMonthDayOfWeek><Weeks><Week>1</Week><Week>Last</Week></Weeks><DaysOfWeek><Friday /></DaysOfWeek></ScheduleByMonthDayOfWeek>",
        "cron(30 3 ? * 6#1 *)", "cron(30 3 ? * 6L *)")]
    [InlineData("<ScheduleByDay><DaysInterval>3</DaysInterval></ScheduleByDay>", "rate(3 days)")]
    [InlineData("<ScheduleByWeek><WeeksInterval>2</WeeksInterval><DaysOfWeek><Monday /><Thursday /></DaysOfWeek></ScheduleByWeek>", "rate(14 days)", "rate(14 days)")]
    public void The_days_of_a_trigger_become_expressions(string days, params string[] expressions)
        => Assert.Equal(expressions, Convert(Calendar(days)).Select(schedule => schedule.Expression));

    [Theory]
    [InlineData("PT15M", null, "cron(0/15 * * * ? *)")]
    [InlineData("PT15M", "P1D", "cron(0/15 * * * ? *)")]
    [InlineData("PT1H", "PT4H", "cron(30 3-6 * * ? *)")]
    [InlineData("PT2H", "P1D", "cron(30 1/2 * * ? *)")]
    [InlineData("PT20M", "PT1H", "cron(30,50 3 * * ? *)", "cron(10 4 * * ? *)")]
    public void A_repetition_becomes_the_times_of_the_day(string interval, string? duration, params string[] expressions)
    {
        var repetition = $"<Repetition><Interval>{interval}</Interval>{(duration is null ? "" : $"<Duration>{duration}</Duration>")}</Repetition>";
        var converted = Convert(Calendar("<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>", more: repetition));
        Assert.Equal(expressions.Order(), converted.Select(schedule => schedule.Expression).Order());
    }

    [Fact]
    public void A_repetition_after_midnight_runs_on_the_next_weekday()
    {
        var converted = Convert(Calendar(
            "<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek><Saturday /></DaysOfWeek></ScheduleByWeek>",
            start: "2027-01-02T22:00:00",
            more: "<Repetition><Interval>PT2H</Interval><Duration>PT6H</Duration></Repetition>"));
        Assert.Equal(["cron(0 0,2 ? * 1 *)", "cron(0 22 ? * 7 *)"], converted.Select(schedule => schedule.Expression).Order());
    }

    [Fact]
    public void Every_second_week_is_counted_from_the_week_of_the_start()
    {
        // The start is a Wednesday, so the Monday of its week has passed: the first one is two weeks later.
        var converted = Convert(Calendar(
            "<ScheduleByWeek><WeeksInterval>2</WeeksInterval><DaysOfWeek><Monday /><Thursday /></DaysOfWeek></ScheduleByWeek>", start: "2027-03-03T09:00:00"));
        Assert.Equal(["2027-03-04 09:00", "2027-03-15 09:00"], converted.Select(schedule => schedule.StartDate!.Value.ToString("yyyy-MM-dd HH:mm")));
        Assert.All(converted, schedule => Assert.Contains(schedule.Findings, finding => finding.Code == "RateIgnoresClockChanges"));
        Assert.Equal(["Nightly-1", "Nightly-2"], converted.Select(schedule => schedule.ScheduleName));
    }

    [Fact]
    public void One_time_a_window_a_boundary_and_a_disabled_task_are_kept()
    {
        var once = Assert.Single(Convert("<TimeTrigger><StartBoundary>2027-05-01T09:00:00</StartBoundary><RandomDelay>PT30M</RandomDelay></TimeTrigger>"));
        Assert.Equal(("at(2027-05-01T09:00:00)", "Europe/Rome", TimeSpan.FromMinutes(30)), (once.Expression, once.TimeZone, once.FlexibleWindow));

        var bounded = Assert.Single(Convert(Calendar(
            "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>", start: "2027-06-01T03:30:00", more: "<EndBoundary>2027-07-01T00:00:00</EndBoundary>")));
        Assert.Equal(new DateTimeOffset(2027, 6, 1, 1, 30, 0, TimeSpan.Zero), bounded.StartDate);
        Assert.Equal(new DateTimeOffset(2027, 6, 30, 22, 0, 0, TimeSpan.Zero), bounded.EndDate);
        Assert.Equal(bounded.StartDate, bounded.NextRun);

        var utc = Assert.Single(Convert(Calendar("<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>", start: "2027-01-01T03:30:00Z")));
        Assert.Equal(("cron(30 3 * * ? *)", "UTC"), (utc.Expression, utc.TimeZone));
        Assert.False(Assert.Single(Convert(Calendar("<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"), "<Enabled>false</Enabled>")).Enabled);
    }

    [Theory]
    [InlineData("<BootTrigger />", "NoCounterpart", "New-FargateService")]
    [InlineData("<LogonTrigger />", "NoCounterpart", "New-EcsScheduledTask")]
    [InlineData("<IdleTrigger />", "NoCounterpart", "New-EcsScheduledTask")]
    [InlineData("<EventTrigger />", "NoCounterpart", "Start-FargateTask")]
    [InlineData("<TimeTrigger><StartBoundary>2020-01-01T00:00:00</StartBoundary></TimeTrigger>", "InThePast", "Leave it out")]
    [InlineData("<TimeTrigger><StartBoundary>2020-01-01T00:00:00</StartBoundary><EndBoundary>2021-01-01T00:00:00</EndBoundary></TimeTrigger>", "HasEnded", "later end")]
    [InlineData("<TimeTrigger><StartBoundary>soon</StartBoundary></TimeTrigger>", "StartInvalid", "start boundary")]
    [InlineData("", "NoTrigger", "New-EcsScheduledTask")]
    public void What_has_no_counterpart_is_an_error_with_a_remedy(string trigger, string code, string remedy)
    {
        var converted = Assert.Single(Convert(trigger));
        Assert.Equal((null, false), (converted.Expression, converted.IsConvertible));
        var finding = Assert.Single(converted.Findings, finding => finding.Severity == ScheduleFindingSeverity.Error);
        Assert.Equal((code, "Nightly"), (finding.Code, finding.ScheduleName));
        Assert.Contains(remedy, finding.Remedy);
    }

    [Fact]
    public void A_trigger_without_a_counterpart_does_not_prevent_the_other_one()
    {
        var converted = Assert.Single(Convert("<BootTrigger />" + Calendar("<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>")));
        Assert.True(converted.IsConvertible);
        Assert.Contains(converted.Findings, finding => (finding.Code, finding.Severity) == ("NoCounterpart", ScheduleFindingSeverity.Warning));
    }

    [Fact]
    public void The_settings_of_a_task_are_findings_and_its_program_a_command()
    {
        var converted = Assert.Single(Convert(
            Calendar("<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"),
            "<ExecutionTimeLimit>PT2H</ExecutionTimeLimit><RestartOnFailure><Interval>PT1M</Interval><Count>3</Count></RestartOnFailure>"
                + "<RunOnlyIfIdle>true</RunOnlyIfIdle><MultipleInstancesPolicy>Queue</MultipleInstancesPolicy><DeleteExpiredTaskAfter>PT0S</DeleteExpiredTaskAfter>",
            """<Exec><Command>C:\tools\backup.exe</Command><Arguments>-to "D:\my files" --name "a\"b" %TEMP%</Arguments><WorkingDirectory>C:\tools</WorkingDirectory></Exec><Exec><Command>x</Command></Exec>"""));
        Assert.Equal([@"C:\tools\backup.exe", "-to", @"D:\my files", "--name", "a\"b", "%TEMP%"], converted.Command);
        Assert.Equal(
            ["FolderLeftOut", "NoIdle", "NoRestart", "NoTimeLimit", "NotDeleted", "OnlyFirstAction", "ParallelRuns", "PathOfThisComputer", "VariablesNotExpanded"],
            converted.Findings.Select(finding => finding.Code).Order(StringComparer.Ordinal));
        Assert.True(converted.IsConvertible);
    }

    [Fact]
    public void The_list_of_schtasks_has_several_tasks()
    {
        var text = "<Tasks>" + Document("", "", "", @"\A").Replace("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "")
            + Document("", "", "", @"\B").Replace("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "") + "</Tasks>";
        Assert.Equal([@"\A", @"\B"], WindowsTaskXml.Parse(text, "all").Select(task => task.Path));
    }

    [Theory]
    [InlineData("<html></html>")]
    [InlineData("<Task>")]
    [InlineData("<Tasks />")]
    [InlineData("<!DOCTYPE Task [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Task><Triggers /><Actions>&a;</Actions></Task>")]
    [InlineData("<Task><Triggers><CalendarTrigger /></Triggers></Task>")]
    [InlineData("<Task><Triggers><CalendarTrigger><ScheduleByDay><DaysInterval>0</DaysInterval></ScheduleByDay></CalendarTrigger></Triggers></Task>")]
    [InlineData("<Task><Triggers><CalendarTrigger><ScheduleByMonth><DaysOfMonth><Day>32</Day></DaysOfMonth></ScheduleByMonth></CalendarTrigger></Triggers></Task>")]
    [InlineData("<Task><Triggers><CalendarTrigger><ScheduleByWeek><DaysOfWeek><Noday /></DaysOfWeek></ScheduleByWeek></CalendarTrigger></Triggers></Task>")]
    [InlineData("<Task><Triggers><TimeTrigger><RandomDelay>soon</RandomDelay></TimeTrigger></Triggers></Task>")]
    public void What_is_not_a_task_is_refused_with_its_source(string text)
    {
        var refused = Assert.Throws<EcsToolsException>(() => WindowsTaskXml.Parse(text, "a.xml"));
        Assert.Equal("WindowsTaskInvalid", refused.ErrorId);
        Assert.StartsWith("'a.xml' is not a task of the Windows Task Scheduler: ", refused.Message);
        Assert.DoesNotContain("root:", refused.Message);
    }

    [Fact]
    public void A_text_that_is_too_long_is_not_parsed()
        => Assert.Throws<EcsToolsException>(() => WindowsTaskXml.Parse("<Task>" + new string(' ', WindowsTaskXml.LongestText) + "</Task>", "a.xml"));

    private static IReadOnlyList<ScheduleConversion> Convert(string triggers, string settings = "", string actions = "<Exec><Command>run</Command></Exec>")
        => new WindowsTaskConverter(ScheduleTimeZone.Parse("Europe/Rome"), Now)
            .Convert(Assert.Single(WindowsTaskXml.Parse(Document(triggers, settings, actions), "a.xml")));

    private static string Calendar(string days, string start = "2027-01-04T03:30:00", string more = "")
        => $"<CalendarTrigger>{more}<StartBoundary>{start}</StartBoundary><Enabled>true</Enabled>{days}</CalendarTrigger>";

    private static string Document(string triggers, string settings, string actions, string path = @"\Backup\Nightly") => $"""
        <?xml version="1.0" encoding="UTF-16"?>
        <Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
          <RegistrationInfo><Description>Saves everything</Description><URI>{path}</URI></RegistrationInfo>
          <Triggers>{triggers}</Triggers>
          <Settings><MultipleInstancesPolicy>Parallel</MultipleInstancesPolicy><ExecutionTimeLimit>PT72H</ExecutionTimeLimit>{settings}</Settings>
          <Actions Context="Author">{actions}</Actions>
        </Task>
        """.Replace(settings.Contains("MultipleInstancesPolicy") ? "<MultipleInstancesPolicy>Parallel</MultipleInstancesPolicy>" : "\0", "")
            .Replace(settings.Contains("ExecutionTimeLimit") ? "<ExecutionTimeLimit>PT72H</ExecutionTimeLimit>" : "\0", "");
}
