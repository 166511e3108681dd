using System;
using System.Linq;
using EcsTools.Schedules.Expressions;
using Xunit;

namespace EcsTools.Tests.Schedules.Expressions;

public class ScheduleExpressionTests
{
    [Theory]
    [InlineData("15m", "rate(15 minutes)")]
    [InlineData("1m", "rate(1 minute)")]
    [InlineData("60m", "rate(1 hour)")]
    [InlineData("6h", "rate(6 hours)")]
    [InlineData("1d", "rate(1 day)")]
    [InlineData("24h", "rate(1 day)")]
    [InlineData("1w", "rate(7 days)")]
    [InlineData("1h30m", "rate(90 minutes)")]
    [InlineData("0.5h", "rate(30 minutes)")]
    [InlineData("90 seconds 30s", "rate(2 minutes)")]
    [InlineData("00:15:00", "rate(15 minutes)")]
    [InlineData("1.00:00:00", "rate(1 day)")]
    public void An_interval_becomes_a_rate_in_its_largest_unit(string every, string rate)
        => Assert.Equal(rate, ScheduleExpression.FromEvery(every).Text);

    [Theory]
    [InlineData("90s", "-Every 1m or -Every 2m")]
    [InlineData("30s", "-Every 1m")]
    [InlineData("15", "15m, 6h or 1d")]
    [InlineData("often", "15m, 6h or 1d")]
    [InlineData("3601s", "-Every 1h or -Every 61m")]
    public void An_interval_no_schedule_can_have_names_the_nearest(string every, string remedy)
    {
        var error = Assert.Throws<EcsToolsException>(() => ScheduleExpression.FromEvery(every));
        Assert.Equal("Every", error.Parameter);
        Assert.Contains(remedy, error.Remedy);
    }

    [Theory]
    [InlineData("every day", "-Every")]
    [InlineData("at(2027-13-01T00:00:00)", "-At")]
    public void An_expression_that_aws_refuses_is_refused_with_the_right_one(string text, string remedy)
        => Assert.Contains(remedy, Assert.Throws<EcsToolsException>(() => ScheduleExpression.Parse(text)).Remedy);

    [Theory]
    [InlineData("rate(1 hours)", "rate(1 hour)")]
    [InlineData("rate(1 minutes)", "rate(1 minute)")]
    [InlineData("rate(5 minute)", "rate(5 minutes)")]
    [InlineData("RATE(2 Day)", "rate(2 days)")]
    public void A_rate_is_read_as_EventBridge_Scheduler_reads_it_and_written_as_rules_accept_it(string text, string written)
        => Assert.Equal(written, ScheduleExpression.Parse(text).Text);

    [Theory]
    [InlineData("rate(5 minutes)")]
    [InlineData("cron(0 3 * * ? *)")]
    [InlineData("at(2027-01-31T09:00:00)")]
    public void An_expression_reads_as_it_is_written(string text) => Assert.Equal(text, ScheduleExpression.Parse(text).Text);

    [Theory]
    [InlineData("0 9 * * *", "'0 9 * * ? *'")]
    [InlineData("30 6 * * 1-5", "'30 6 ? * 2-6 *'")]
    [InlineData("0 0 1 * *", "'0 0 1 * ? *'")]
    public void Five_unix_fields_are_answered_with_the_six_that_mean_the_same(string unix, string six)
        => Assert.Contains(six, Assert.Throws<EcsToolsException>(() => ScheduleExpression.FromCron(unix)).Remedy);

    [Theory]
    [InlineData("0 3 * * * *")]
    [InlineData("0 3 ? * ? *")]
    [InlineData("60 3 * * ? *")]
    [InlineData("0 24 * * ? *")]
    [InlineData("0 3 32 * ? *")]
    [InlineData("0 3 ? * 0 *")]
    [InlineData("0 3 ? * MON#6 *")]
    [InlineData("0 3 * FOO ? *")]
    [InlineData("0/0 3 * * ? *")]
    [InlineData("0 3 * * ? 1969")]
    [InlineData("30-10 3 * * ? *")]
    public void Wrong_fields_are_refused(string cron)
        => Assert.Equal("InvalidCronExpression", Assert.Throws<EcsToolsException>(() => ScheduleExpression.FromCron(cron)).ErrorId);

    [Theory]
    [InlineData("0 3 * * ? *", "2026-10-05T02:59:59", "2026-10-05T03:00:00")]
    [InlineData("0 3 * * ? *", "2026-10-05T03:00:00", "2026-10-06T03:00:00")]
    [InlineData("0/15 * * * ? *", "2026-10-05T03:46:10", "2026-10-05T04:00:00")]
    [InlineData("5 8-18/2 ? * MON-FRI *", "2026-10-02T18:05:00", "2026-10-05T08:05:00")]
    [InlineData("0 0 L * ? *", "2028-02-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 0 LW * ? *", "2026-10-01T00:00:00", "2026-10-30T00:00:00")]
    [InlineData("0 0 1W * ? *", "2026-07-31T00:00:00", "2026-08-03T00:00:00")]
    [InlineData("0 0 15W * ? *", "2026-08-01T00:00:00", "2026-08-14T00:00:00")]
    [InlineData("0 10 ? * 3#2 *", "2026-10-01T00:00:00", "2026-10-13T10:00:00")]
    [InlineData("0 10 ? * 6L *", "2026-10-01T00:00:00", "2026-10-30T10:00:00")]
    [InlineData("0 10 ? * L *", "2026-10-01T00:00:00", "2026-10-03T10:00:00")]
    [InlineData("0 0 29 2 ? *", "2026-01-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 0 31 JAN,MAR ? 2027", "2026-01-01T00:00:00", "2027-01-31T00:00:00")]
    public void The_next_time_of_cron_fields(string cron, string after, string next)
        => Assert.Equal(DateTime.Parse(next), CronExpression.Parse(cron).Next(DateTime.Parse(after)));

    [Theory]
    [InlineData("0 0 30 2 ? *")]
    [InlineData("0 0 1 1 ? 2020")]
    public void Fields_that_never_come_have_no_next_time(string cron)
        => Assert.Null(CronExpression.Parse(cron).Next(new DateTime(2026, 10, 1)));

    [Fact]
    public void A_wall_time_left_out_in_spring_is_skipped()
    {
        var times = Next("cron(30 2 * * ? *)", "Europe/Rome", "2027-03-27T00:00:00Z");
        Assert.Equal(["2027-03-27T02:30:00+01:00", "2027-03-29T02:30:00+02:00", "2027-03-30T02:30:00+02:00"], times);
    }

    [Fact]
    public void A_wall_time_that_comes_twice_in_autumn_runs_the_first_time_only()
    {
        var times = Next("cron(30 2 * * ? *)", "Europe/Rome", "2026-10-24T12:00:00Z");
        Assert.Equal(["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00", "2026-10-27T02:30:00+01:00"], times);
    }

    [Fact]
    public void Between_the_two_halves_of_the_autumn_hour_nothing_runs_again()
    {
        // 00:45 UTC is 02:45 summer time; the clock then goes back to 02:00 winter time at 01:00 UTC.
        var times = Next("cron(0/20 * * * ? *)", "Europe/Rome", "2026-10-25T00:45:00Z");
        Assert.Equal(["2026-10-25T03:00:00+01:00", "2026-10-25T03:20:00+01:00", "2026-10-25T03:40:00+01:00"], times);
    }

    [Fact]
    public void A_rate_counts_from_when_it_was_made()
    {
        var anchor = DateTimeOffset.Parse("2026-10-05T10:07:00Z");
        var times = ScheduleTimes.Next(
            ScheduleExpression.FromEvery("6h"), TimeZoneInfo.Utc, anchor, anchor.AddHours(7), anchor.AddHours(20), 3);
        Assert.Equal([anchor.AddHours(12), anchor.AddHours(18)], times);
    }

    [Fact]
    public void Once_is_once()
    {
        var at = ScheduleExpression.FromAt(new DateTime(2027, 1, 31, 9, 0, 0));
        var before = DateTimeOffset.Parse("2027-01-31T08:00:00Z");
        Assert.Single(ScheduleTimes.Next(at, TimeZoneInfo.Utc, before, before, null, 3));
        Assert.Empty(ScheduleTimes.Next(at, TimeZoneInfo.Utc, before, before.AddHours(2), null, 3));
    }

    [Theory]
    [InlineData("Europe/Rome", "Europe/Rome")]
    [InlineData("europe/rome", "Europe/Rome")]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("Korea Standard Time", "Asia/Seoul")]
    [InlineData(null, "UTC")]
    [InlineData("utc", "UTC")]
    public void Windows_and_iana_names_are_read(string? given, string iana) => Assert.Equal(iana, ScheduleTimeZone.Parse(given).Name);

    [Fact]
    public void An_unknown_zone_names_the_nearest()
    {
        var error = Assert.Throws<EcsToolsException>(() => ScheduleTimeZone.Parse("Europe/Rom"));
        Assert.Equal("TimeZone", error.Parameter);
        Assert.Contains("Europe/Rome", error.Remedy);
    }

    private static string[] Next(string expression, string zone, string after)
        => ScheduleTimes.Next(
                ScheduleExpression.Parse(expression), ScheduleTimeZone.Parse(zone).Info!, DateTimeOffset.Parse(after), DateTimeOffset.Parse(after), null, 3)
            .Select(time => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz"))
            .ToArray();
}
