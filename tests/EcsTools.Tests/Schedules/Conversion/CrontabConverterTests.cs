using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Schedules.Conversion;
using EcsTools.Schedules.Expressions;
using Xunit;

namespace EcsTools.Tests.Schedules.Conversion;

public class CrontabConverterTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 3 * * *", "cron(0 3 * * ? *)")]
    [InlineData("*/15 8-18 * * 1-5", "cron(*/15 8-18 ? * 2-6 *)")]
    [InlineData("30 6 1 * *", "cron(30 6 1 * ? *)")]
    [InlineData("0 0 1 1 *", "cron(0 0 1 1 ? *)")]
    [InlineData("@daily", "cron(0 0 * * ? *)")]
    [InlineData("@weekly", "cron(0 0 ? * 1 *)")]
    [InlineData("0 0 1 * 1", "cron(0 0 1 * ? *)", "cron(0 0 ? * 2 *)")]
    public void A_line_becomes_expressions(string times, params string[] expressions)
        => Assert.Equal(expressions, Convert(times + " /opt/backup.sh").Select(schedule => schedule.Expression));

    [Fact]
    public void A_crontab_has_comments_variables_and_lines()
    {
        var converted = Convert("""
            # backups
            MAILTO=ops@example.com
            CRON_TZ=Europe/Rome
            LEVEL = "full"

            0 3 * * * /opt/backup.sh --all "two words" > /dev/null
            0 4 * * * /opt/backup.sh --check
            15 4 * * 7 cd /srv && ./report.py
            """);

        Assert.Equal(["backup", "backup-2", "srv"], converted.Select(schedule => schedule.ScheduleName));
        Assert.All(converted, schedule => Assert.Equal(("Europe/Rome", "full"), (schedule.TimeZone, schedule.Environment["LEVEL"])));
        Assert.Equal(["/bin/sh", "-c", "/opt/backup.sh --all \"two words\" > /dev/null"], converted[0].Command);
        Assert.Equal("crontab, line 6", converted[0].Source);
        Assert.Equal("cron(15 4 ? * 1 *)", converted[2].Expression);
        Assert.Equal(["NoMail"], converted[0].Findings.Select(finding => finding.Code));
        Assert.Equal("backup-2", converted[1].Findings[0].ScheduleName);
        Assert.Equal(new DateTimeOffset(2027, 3, 2, 2, 0, 0, TimeSpan.Zero), converted[0].NextRun);
    }

    [Fact]
    public void A_system_crontab_names_a_user_before_the_command()
    {
        var converted = Assert.Single(new CrontabConverter(ScheduleTimeZone.Utc, Now, hasUser: true).Convert("0 3 * * *\troot\t/opt/backup.sh", "crontab"));
        Assert.Equal(["/bin/sh", "-c", "/opt/backup.sh"], converted.Command);
    }

    [Theory]
    [InlineData("@reboot /opt/start.sh", "NoCounterpart")]
    [InlineData("0 3 */2 * 1 /opt/a.sh", "DaysNotExpressible")]
    [InlineData("61 3 * * * /opt/a.sh", "LineInvalid")]
    [InlineData("nonsense", "LineInvalid")]
    public void A_line_without_a_counterpart_is_an_error(string line, string code)
    {
        var converted = Assert.Single(Convert(line));
        Assert.False(converted.IsConvertible);
        Assert.Equal((code, ScheduleFindingSeverity.Error), (converted.Findings[0].Code, converted.Findings[0].Severity));
        Assert.NotEqual("", converted.Findings[0].Remedy);
    }

    [Fact]
    public void A_percent_sign_ends_the_command_unless_it_is_escaped()
    {
        var converted = Assert.Single(Convert(@"0 3 * * * date +\%F > /tmp/x%line one%line two"));
        Assert.Equal("date +%F > /tmp/x", converted.Command[2]);
        Assert.Equal("InputLeftOut", Assert.Single(converted.Findings).Code);
    }

    [Fact]
    public void Nothing_of_a_crontab_obeys_the_terminal()
    {
        var converted = Assert.Single(Convert("0 3 * * * /opt/a\u001b[31m.sh"));
        Assert.DoesNotContain('\u001b', converted.ScheduleName + converted.Description + converted.Source);
        Assert.DoesNotContain('\u001b', Assert.Throws<EcsToolsException>(() => Convert("CRON_TZ=Eur\u001b[31me\n0 3 * * * a")).Message);
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused()
        => Assert.Equal("CrontabTooLong", Assert.Throws<EcsToolsException>(() => Convert(new string('#', CrontabConverter.LongestText + 1))).ErrorId);

    private static IReadOnlyList<ScheduleConversion> Convert(string text) => new CrontabConverter(ScheduleTimeZone.Utc, Now).Convert(text, "crontab");
}
