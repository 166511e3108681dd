using System;
using System.Linq;
using EcsTools.Models;
using EcsTools.Schedules.Inspection;
using Xunit;

namespace EcsTools.Tests.Schedules;

public class TimeInspectionTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("cron(30 2 * * ? *)", "Europe/Rome", "2027-03-28 02:30")]
    [InlineData("cron(15,45 2 ? * SUN *)", "Europe/Rome", "2027-03-28 02:15")]
    [InlineData("cron(30 2 ? * MON *)", "Europe/Rome", null)]
    [InlineData("cron(30 3 * * ? *)", "Europe/Rome", null)]
    [InlineData("cron(0/5 * * * ? *)", "Europe/Rome", null)]
    [InlineData("cron(30 2 * * ? *)", "UTC", null)]
    [InlineData("rate(1 day)", "Europe/Rome", null)]
    public void A_time_that_the_clock_skips_is_found_if_the_schedule_runs_seldom(string expression, string zone, string? time)
    {
        var schedule = Schedule(expression) with { TimeZone = zone, NextRuns = [Now.AddDays(1)] };
        var findings = new ScheduleFindings(schedule);
        TimeInspection.Inspect(schedule, Now, findings);
        Assert.Equal(time is null ? [] : ["SkippedByClockChange"], findings.BySeverity().Select(finding => finding.Code));
        Assert.All(findings.BySeverity(), finding => Assert.Contains(time!, finding.Message));
    }

    [Theory]
    [InlineData("rate(1 hour)", 3700, true)]
    [InlineData("rate(1 hour)", 3500, false)]
    [InlineData("cron(0 3 * * ? *)", 90_000, true)]
    public void A_run_that_lasts_until_the_next_one_is_found(string expression, int seconds, bool isFound)
    {
        var schedule = Schedule(expression) with { NextRuns = [Now.AddHours(3), Now.AddHours(27)] };
        var findings = new ScheduleFindings(schedule);
        var run = new ScheduledTaskRun
        {
            ScheduleName = "nightly", Status = "Succeeded", Duration = TimeSpan.FromSeconds(seconds), Cluster = "demo", Region = "us-east-1", AccountId = "000000000000",
        };
        TimeInspection.Overlap(schedule, [run], findings);
        TimeInspection.Overlap(schedule, [], findings);
        Assert.Equal(isFound ? ["RunsOverlap"] : [], findings.BySeverity().Select(finding => finding.Code));
    }

    [Fact]
    public void A_schedule_without_a_next_time_never_runs()
    {
        var schedule = Schedule("cron(0 0 30 2 ? *)");
        var findings = new ScheduleFindings(schedule);
        TimeInspection.Inspect(schedule, Now, findings);
        Assert.Equal("NeverRuns", Assert.Single(findings.BySeverity()).Code);
    }

    private static ScheduledTask Schedule(string expression) => new()
    {
        ScheduleName = "nightly", ScheduleArn = "arn", Expression = expression, State = "ENABLED", TaskDefinition = "web", TaskDefinitionArn = "arn", Cluster = "demo",
        ClusterArn = "arn", Backend = "Scheduler", Region = "us-east-1", AccountId = "000000000000",
    };
}
