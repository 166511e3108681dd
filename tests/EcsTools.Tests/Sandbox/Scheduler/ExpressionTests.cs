using System;
using System.Globalization;
using EcsTools.Sandbox.Services.Scheduling;
using TimeZoneConverter;
using Xunit;

namespace EcsTools.Tests.Sandbox.Scheduler;

/// <summary>When schedules fire, from a table made by hand with a calendar.</summary>
public sealed class ExpressionTests
{
    [Theory]

    // 2026-03-02 is a Monday.
    [InlineData("0 9 * * ? *", "2026-03-02T08:59", "2026-03-02T09:00")]
    [InlineData("0 9 * * ? *", "2026-03-02T09:00", "2026-03-03T09:00")]
    [InlineData("*/15 * * * ? *", "2026-03-02T10:07", "2026-03-02T10:15")]
    [InlineData("5/20 * * * ? *", "2026-03-02T10:46", "2026-03-02T11:05")]
    [InlineData("0-15/5 8-9 * * ? *", "2026-03-02T08:15", "2026-03-02T09:00")]
    [InlineData("30 18 ? * MON-FRI *", "2026-03-06T18:30", "2026-03-09T18:30")]
    [InlineData("0 0 ? * 1 *", "2026-03-02T00:00", "2026-03-08T00:00")]
    [InlineData("0 0 ? * sun,wed *", "2026-03-02T00:00", "2026-03-04T00:00")]
    [InlineData("0 0 1 JAN,JUL ? *", "2026-03-02T00:00", "2026-07-01T00:00")]
    [InlineData("0 0 L * ? *", "2028-02-01T00:00", "2028-02-29T00:00")]
    [InlineData("0 0 31 * ? *", "2026-03-31T00:00", "2026-05-31T00:00")]
    [InlineData("0 0 29 2 ? *", "2026-03-02T00:00", "2028-02-29T00:00")]
    [InlineData("0 0 15W * ? *", "2026-03-02T00:00", "2026-03-16T00:00")] // the 15th is a Sunday
    [InlineData("0 0 1W * ? *", "2026-07-31T00:00", "2026-08-03T00:00")] // the 1st is a Saturday
    [InlineData("0 0 LW * ? *", "2026-05-01T00:00", "2026-05-29T00:00")] // the 31st is a Sunday
    [InlineData("0 0 ? * 6L *", "2026-03-02T00:00", "2026-03-27T00:00")]
    [InlineData("0 0 ? * FRIL *", "2026-03-27T00:00", "2026-04-24T00:00")]
    [InlineData("0 0 ? * L *", "2026-03-02T00:00", "2026-03-07T00:00")]
    [InlineData("0 0 ? * 2#1 *", "2026-03-02T00:00", "2026-04-06T00:00")]
    [InlineData("0 0 ? * TUE#3 *", "2026-03-02T00:00", "2026-03-17T00:00")]
    [InlineData("0 0 ? * 6#5 *", "2026-03-02T00:00", "2026-05-29T00:00")]
    [InlineData("0 12 1 1 ? 2030", "2026-03-02T00:00", "2030-01-01T12:00")]
    [InlineData("0 12 1 1 ? 2026-2040/5", "2026-03-02T00:00", "2031-01-01T12:00")]
    [InlineData("0 12 1 1 ? 2020", "2026-03-02T00:00", null)]
    [InlineData("0 0 30 2 ? *", "2026-03-02T00:00", null)]
    public void A_cron_expression_has_its_next_time(string fields, string after, string? next)
    {
        var found = CronExpression.TryParse(fields)!.Next(Wall(after));

        Assert.Equal(next, found?.ToString("yyyy-MM-dd'T'HH:mm"));
    }

    [Theory]
    [InlineData("cron(0 9 * * ?)")]
    [InlineData("cron(0 9 * * * *)")]
    [InlineData("cron(0 9 ? * ? *)")]
    [InlineData("cron(60 9 * * ? *)")]
    [InlineData("cron(0 24 * * ? *)")]
    [InlineData("cron(0 9 0 * ? *)")]
    [InlineData("cron(0 9 32 * ? *)")]
    [InlineData("cron(0 9 * 13 ? *)")]
    [InlineData("cron(0 9 ? * 0 *)")]
    [InlineData("cron(0 9 ? * 8 *)")]
    [InlineData("cron(0 9 ? * 2#6 *)")]
    [InlineData("cron(0 9 ? * MON#0 *)")]
    [InlineData("cron(0/0 9 * * ? *)")]
    [InlineData("cron(0, 9 * * ? *)")]
    [InlineData("cron(10-5 9 * * ? *)")]
    [InlineData("cron(0 9 32W * ? *)")]
    [InlineData("cron(0 9 * * ? 1969)")]
    [InlineData("cron(0 9 * * ? 2200)")]
    [InlineData("cron(0 9 * FOO ? *)")]
    [InlineData("cron 0 9 * * ? *")]
    [InlineData("rate(0 minutes)")]
    [InlineData("rate(1 minutes)")]
    [InlineData("rate(5 minute)")]
    [InlineData("rate(1.5 hours)")]
    [InlineData("rate(5 seconds)")]
    [InlineData("rate(5minutes)")]
    [InlineData("rate(-5 minutes)")]
    [InlineData("at(2026-03-02)")]
    [InlineData("at(2026-02-30T00:00:00)")]
    [InlineData("at(2026-03-02T00:00:00Z)")]
    [InlineData("every day")]
    [InlineData("")]
    public void What_AWS_refuses_is_no_expression(string text) => Assert.Null(ScheduleExpression.TryParse(text, ScheduleDialect.Strict));

    [Theory]
    [InlineData("rate(1 minute)", "2026-03-02T10:00", "2026-03-02T10:01")]
    [InlineData("rate(7 hours)", "2026-03-02T08:00", "2026-03-02T14:00")]
    [InlineData("rate(1 day)", "2026-03-05T07:00", "2026-03-06T07:00")]
    [InlineData("rate(1 day)", "2026-03-01T06:00", "2026-03-02T07:00")]
    public void A_rate_goes_on_from_its_anchor(string text, string after, string next)
    {
        var anchor = Utc("2026-03-02T07:00");

        Assert.Equal(Utc(next), ScheduleExpression.TryParse(text, ScheduleDialect.Strict)!.Next(Utc(after), anchor, TimeZoneInfo.Utc));
    }

    [Theory]

    // Berlin goes from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25.
    [InlineData("cron(30 2 * * ? *)", "Europe/Berlin", "2026-03-28T02:00", "2026-03-30T00:30")]
    [InlineData("cron(30 3 * * ? *)", "Europe/Berlin", "2026-03-29T00:00", "2026-03-29T01:30")]
    [InlineData("cron(30 2 * * ? *)", "Europe/Berlin", "2026-10-24T12:00", "2026-10-25T00:30")]
    [InlineData("cron(30 2 * * ? *)", "Europe/Berlin", "2026-10-25T00:30", "2026-10-26T01:30")]
    [InlineData("cron(0 * * * ? *)", "Europe/Berlin", "2026-10-25T00:00", "2026-10-25T02:00")]
    [InlineData("cron(0 9 * * ? *)", "Asia/Seoul", "2026-03-01T12:00", "2026-03-02T00:00")]
    [InlineData("cron(0 9 * * ? *)", "America/New_York", "2026-03-07T20:00", "2026-03-08T13:00")]
    [InlineData("at(2026-03-02T09:00:00)", "Asia/Kolkata", "2026-03-01T00:00", "2026-03-02T03:30")]
    [InlineData("at(2026-03-02T09:00:00)", "UTC", "2026-03-02T09:00", null)]
    public void Cron_and_at_go_by_the_wall_clock_of_their_zone(string text, string zone, string after, string? next)
    {
        var found = ScheduleExpression.TryParse(text, ScheduleDialect.Strict)!.Next(Utc(after), Utc(after), TZConvert.GetTimeZoneInfo(zone));

        Assert.Equal(next is null ? null : Utc(next), found);
    }

    private static DateTime Wall(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Utc(string text) => new(Wall(text), TimeSpan.Zero);
}
