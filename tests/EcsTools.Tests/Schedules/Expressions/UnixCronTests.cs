using System;
using System.Collections.Generic;
using System.Linq;
using Cronos;
using EcsTools.Schedules.Expressions;
using Xunit;
using AwsCron = EcsTools.Schedules.Expressions.CronExpression;
using Crontab = Cronos.CronExpression;

namespace EcsTools.Tests.Schedules.Expressions;

/// <summary>A Unix cron expression is translated right, or not at all. Cronos reads the Unix one independently.</summary>
public class UnixCronTests
{
    private static readonly DateTime From = new(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime To = new(2029, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Weekdays = ["SUN", "mon", "Tue", "WED", "THU", "FRI", "SAT"];
    private static readonly string[] Months = ["JAN", "feb", "Mar", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    [Theory]
    [InlineData("0 9 * * */2", "0 9 ? * 1,3,5,7 *")]
    [InlineData("0 9 * * 5-7", "0 9 ? * 1,6,7 *")]
    [InlineData("0 9 * * 1-7", "0 9 ? * * *")]
    [InlineData("0 9 * * 0-6", "0 9 ? * * *")]
    [InlineData("0 9 * * 1-5", "0 9 ? * 2-6 *")]
    [InlineData("0 9 * * SAT-SUN", "0 9 ? * 1,7 *")]
    [InlineData("0 9 * * mon,WED-fri", "0 9 ? * 2,4-6 *")]
    [InlineData("0 9 * * 1-5/2", "0 9 ? * 2,4,6 *")]
    [InlineData("0 9 * * 2/2", "0 9 ? * 3,5,7 *")]
    [InlineData("0 9 * * 3/2", "0 9 ? * 1,4,6 *")]
    [InlineData("0 9 * * */3,1", "0 9 ? * 1,2,4,7 *")]
    [InlineData("0 9 * * 5#2", "0 9 ? * 6#2 *")]
    [InlineData("0 9 * * SUN#1", "0 9 ? * 1#1 *")]
    [InlineData("0 9 * * 7L", "0 9 ? * 1L *")]
    [InlineData("0 9 L * *", "0 9 L * ? *")]
    [InlineData("*/5 8-18/2 */1 jan-MAR 1,5", "*/5 8-18/2 ? jan-MAR 2,6 *")]
    [InlineData("0 9 1 * */1", "0 9 1 * ? *")]
    [InlineData("0 9 ? * MON", "0 9 ? * MON *")]
    [InlineData("0 9 * * ?", "0 9 * * ? *")]
    [InlineData("  0   9\t* *  *\n", "0 9 * * ? *")]
    [InlineData("@daily", "0 0 * * ? *")]
    [InlineData(" @Weekly ", "0 0 ? * 1 *")]
    [InlineData("cron(@yearly)", "0 0 1 1 ? *")]
    [InlineData("0 0 3 * * ?", "0 3 * * ? *")]
    [InlineData("0 0 3 ? * 2-6 2030", "0 3 ? * 2-6 2030")]
    [InlineData("0 3 * * * *", "0 3 * * ? *")]
    [InlineData("0 3 * * MON-FRI *", "0 3 ? * MON-FRI *")]
    public void The_remedy_gives_the_six_fields_that_mean_the_same(string given, string six)
    {
        var error = Assert.Throws<EcsToolsException>(() => ScheduleExpression.FromCron(given));

        Assert.Equal(("InvalidCronExpression", "Cron"), (error.ErrorId, error.Parameter));
        Assert.Contains($"'{six}'", error.Remedy);
        Assert.Equal($"cron({six})", ScheduleExpression.FromCron(six).Text);
    }

    [Theory]
    [InlineData("0 9 1 * 1", "'0 9 1 * ? *' and '0 9 ? * 2 *'")]
    [InlineData("0 9 */2 * 1", "write '*' for the other one")]
    [InlineData("@reboot", "AWS does not know '@reboot'")]
    [InlineData("0 9 * * 8", "six fields")]
    [InlineData("0 9 * * 5-1", "six fields")]
    [InlineData("0 9 * * 1#6", "six fields")]
    [InlineData("0 9 * NOV-FEB *", "six fields")]
    [InlineData("*/2,5 9 * * *", "six fields")]
    [InlineData("*/99999999999 9 * * *", "six fields")]
    [InlineData("30 0 3 * * ?", "exactly one")]
    [InlineData("0", "six fields")]
    [InlineData("", "six fields")]
    public void What_aws_cannot_express_is_refused_with_a_way_out(string given, string remedy)
        => Assert.Contains(remedy, Assert.Throws<EcsToolsException>(() => ScheduleExpression.FromCron(given)).Remedy);

    [Theory]
    [InlineData("59/2147483647 3 * * ? *")]
    [InlineData("0/60 3 * * ? *")]
    [InlineData("0 0/24 * * ? *")]
    [InlineData("0 3 1/32 * ? *")]
    public void A_step_beyond_the_field_is_refused_here_and_in_the_sandbox(string cron)
    {
        Assert.Throws<EcsToolsException>(() => ScheduleExpression.FromCron(cron));
        Assert.Null(EcsTools.Sandbox.Services.Scheduling.ScheduleExpression.TryParse(
            $"cron({cron})", EcsTools.Sandbox.Services.Scheduling.ScheduleDialect.Strict));
    }

    [Fact]
    public void An_expression_names_its_parameter()
        => Assert.Equal("Expression", Assert.Throws<EcsToolsException>(() => ScheduleExpression.Parse("cron(0 3 * * *)")).Parameter);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_expressions_run_at_the_same_times_as_their_translation(int seed)
    {
        var random = new Random(seed);
        var (translated, refused) = (0, 0);
        for (var i = 0; i < 2500; i++)
        {
            var fields = Expression(random);
            var unix = string.Join(' ', fields);
            if (UnixCron.ToAws(fields) is not { } aws)
            {
                refused++;
                continue;
            }

            translated++;
            AssertSame(unix, aws);
        }

        Assert.True(translated > 1500 && refused > 200, $"{translated} were translated and {refused} refused.");
    }

    /// <summary>The first run of every day in two years, and every run of the first day: the time of day does not depend on the day.</summary>
    private static void AssertSame(string unix, string aws)
    {
        var (theirs, ours) = (Crontab.Parse(unix), AwsCron.Parse(aws));
        var isFirstDay = true;
        var (their, our) = (Next(theirs, From), Next(ours, From));
        while (their == our && their is { } time)
        {
            var after = isFirstDay ? time.AddMinutes(1) : time.Date.AddDays(1);
            (their, our) = (Next(theirs, after), Next(ours, after));
            isFirstDay = isFirstDay && (their ?? To).Date == time.Date;
        }

        Assert.True(their == our, $"'{unix}' was translated to '{aws}': {their:u} is not {our:u}.");
    }

    private static DateTime? Next(Crontab cron, DateTime from) => Within(cron.GetNextOccurrence(from, inclusive: true));

    private static DateTime? Next(AwsCron cron, DateTime from)
        => Within(cron.Next(from.AddMinutes(-1)) is { } time ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : null);

    private static DateTime? Within(DateTime? time) => time < To ? time : null;

    private static string[] Expression(Random random)
    {
        var days = random.Next(9);
        return
        [
            Field(random, 0, 59, null),
            Field(random, 0, 23, null),
            days is < 4 or 8 ? Days(random) : random.Next(4) == 0 ? "*/1" : "*",
            random.Next(2) == 0 ? "*" : Field(random, 1, 12, Months),
            days >= 4 ? WeekdayField(random) : random.Next(4) == 0 ? "*/1" : "*",
        ];
    }

    private static string Days(Random random) => random.Next(12) switch
    {
        0 => "L",
        1 => "LW",
        2 => $"{random.Next(1, 32)}W",
        _ => Field(random, 1, 31, null),
    };

    private static string WeekdayField(Random random) => random.Next(8) switch
    {
        0 => $"{Name(random, random.Next(8), Weekdays)}#{random.Next(1, 6)}",
        1 => $"{random.Next(8)}L",
        _ => Field(random, 0, 7, Weekdays),
    };

    /// <summary>A field. Cronos does not read asterisks in lists.</summary>
    private static string Field(Random random, int least, int most, string[]? names)
        => random.Next(4) == 0
            ? string.Join(',', Enumerable.Range(0, random.Next(2, 5)).Select(_ => Item(random, least, most, names, random.Next(4))))
            : Item(random, least, most, names, random.Next(6));

    /// <summary>One item of a list. Some ranges go backwards.</summary>
    private static string Item(Random random, int least, int most, string[]? names, int kind)
    {
        var (first, second) = (random.Next(least, most + 1), random.Next(least, most + 1));
        var (low, high) = random.Next(8) == 0 ? (first, second) : (Math.Min(first, second), Math.Max(first, second));
        var step = random.Next(1, Math.Max(2, (most - least + 1) / 2));
        var range = $"{Name(random, low, names, least)}-{Name(random, high, names, least)}";
        return kind switch
        {
            0 => range,
            1 => $"{range}/{step}",
            2 => $"{first}/{step}",
            3 => Name(random, first, names, least),
            4 => $"*/{step}",
            _ => "*",
        };
    }

    private static string Name(Random random, int value, string[]? names, int least = 0)
        => names is not null && value - least < names.Length && random.Next(2) == 0 ? names[value - least] : $"{value}";
}
