using System;
using EcsTools.Estimates;
using EcsTools.Models;
using Xunit;

namespace EcsTools.Tests.Estimates;

public sealed class ScheduleRunsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("rate(15 minutes)", 2920)]
    [InlineData("rate(1 day)", 30.42)]
    [InlineData("cron(0 8 * * ? *)", 30.42)]
    [InlineData("cron(0 8 ? * MON-FRI *)", 21.7)]
    [InlineData("cron(0 0 1 * ? *)", 1)]
    [InlineData("cron(* * * * ? *)", 43800)]
    [InlineData("at(2027-01-01T00:00:00)", 1)]
    public void A_schedule_has_its_average_number_of_runs(string expression, double expected)
        => Assert.Equal(expected, ScheduleRuns.PerMonth(Schedule(expression), Now), 0.01 * expected);

    private static ScheduledTask Schedule(string expression) => new()
    {
        ScheduleName = "nightly",
        ScheduleArn = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly",
        Expression = expression,
        State = "ENABLED",
        TaskDefinition = "web:1",
        TaskDefinitionArn = "arn:aws:ecs:us-east-1:000000000000:task-definition/web:1",
        Cluster = "demo",
        ClusterArn = "arn:aws:ecs:us-east-1:000000000000:cluster/demo",
        Backend = "Scheduler",
        Region = "us-east-1",
        AccountId = "000000000000",
    };
}
