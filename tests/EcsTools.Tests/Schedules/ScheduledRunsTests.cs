using System;
using System.Linq;
using EcsTools.Models;
using EcsTools.Schedules;
using Xunit;

namespace EcsTools.Tests.Schedules;

public class ScheduledRunsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_task_belongs_to_the_time_before_it_and_a_time_without_one_was_missed()
    {
        DateTimeOffset[] due = [Noon, Noon.AddMinutes(15), Noon.AddMinutes(30), Noon.AddMinutes(45)];
        FargateTask[] tasks =
        [
            Task(Noon.AddSeconds(20), true),
            Task(Noon.AddMinutes(30).AddSeconds(50), false),
            Task(Noon.AddMinutes(40), null),
        ];
        var runs = ScheduledRuns.Match(Schedule(), tasks, due, Noon.AddMinutes(46));
        Assert.Equal(
            [(null, "Running"), (30, "Failed"), (15, "Missed"), (0, "Succeeded")],
            runs.Select(run => ((int?)(run.ScheduledAt - Noon)?.TotalMinutes, run.Status)));
        Assert.Contains("repairs the role", runs.Single(run => run.Status == "Missed").Remedy);
    }

    [Fact]
    public void A_time_within_its_flexible_window_is_not_missed_yet()
    {
        var schedule = Schedule() with { FlexibleWindow = TimeSpan.FromMinutes(30) };
        Assert.Empty(ScheduledRuns.Match(schedule, [], [Noon], Noon.AddMinutes(20)));
        Assert.Equal("Missed", Assert.Single(ScheduledRuns.Match(schedule, [], [Noon], Noon.AddMinutes(40))).Status);
    }

    private static FargateTask Task(DateTimeOffset created, bool? succeeded) => new()
    {
        Cluster = "demo",
        ClusterArn = "arn:aws:ecs:us-east-1:000000000000:cluster/demo",
        TaskArn = "arn:aws:ecs:us-east-1:000000000000:task/demo/1",
        TaskId = "1",
        TaskDefinitionArn = "arn:aws:ecs:us-east-1:000000000000:task-definition/crawler:1",
        Family = "crawler",
        LastStatus = "STOPPED",
        DesiredStatus = "STOPPED",
        CreatedAt = created,
        Succeeded = succeeded,
        Region = "us-east-1",
        AccountId = "000000000000",
    };

    private static ScheduledTask Schedule() => new()
    {
        ScheduleName = "nightly",
        ScheduleArn = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly",
        Expression = "rate(15 minutes)",
        State = "ENABLED",
        TaskDefinition = "crawler",
        TaskDefinitionArn = "arn:aws:ecs:us-east-1:000000000000:task-definition/crawler",
        Cluster = "demo",
        ClusterArn = "arn:aws:ecs:us-east-1:000000000000:cluster/demo",
        Backend = "Scheduler",
        Region = "us-east-1",
        AccountId = "000000000000",
    };
}
