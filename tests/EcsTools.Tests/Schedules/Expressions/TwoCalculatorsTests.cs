using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Schedules.Expressions;
using Xunit;
using SandboxExpression = EcsTools.Sandbox.Services.Scheduling.ScheduleExpression;

namespace EcsTools.Tests.Schedules.Expressions;

/// <summary>
/// What a command says of a schedule's next times, and when the sandbox fires, are computed by two codes that share nothing.
/// </summary>
public class TwoCalculatorsTests
{
    private static readonly string[] Zones =
        ["UTC", "Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void They_agree_on_any_expression_zone_and_time(int seed)
    {
        var random = new Random(seed);
        var compared = 0;
        for (var index = 0; index < 400; index++)
        {
            var text = Expression(random);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]);
            var after = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(3 * 366 * 1440));
            var anchor = after.AddMinutes(-random.Next(100000));
            var own = ScheduleTimes.Next(ScheduleExpression.Parse(text), zone, anchor, after, null, 4);
            Assert.Equal(Fired(text, zone, anchor, after, own.Count + 1).Take(4), own);
            compared += own.Count;
        }

        Assert.True(compared > 1000, $"Only {compared} times were compared.");
    }

    private static List<DateTimeOffset> Fired(string text, TimeZoneInfo zone, DateTimeOffset anchor, DateTimeOffset after, int count)
    {
        var expression = SandboxExpression.TryParse(text, EcsTools.Sandbox.Services.Scheduling.ScheduleDialect.Strict);
        Assert.True(expression is not null, $"The sandbox refuses {text}.");
        var times = new List<DateTimeOffset>();
        while (times.Count < count && expression.Next(after, anchor, zone) is { } time)
        {
            times.Add(time);
            after = time;
        }

        return times;
    }

    private static string Expression(Random random) => random.Next(5) switch
    {
        0 => ScheduleExpression.FromEvery($"{random.Next(1, 400)}{"mhd"[random.Next(3)]}").Text,
        1 => $"cron({Field(random, 0, 59)} {Field(random, 0, 23)} {Days(random)} {Field(random, 1, 12)} ? {Year(random)})",
        2 => $"cron({Field(random, 0, 59)} {Field(random, 0, 23)} ? {Months(random)} {Weekdays(random)} *)",
        _ => $"cron({random.Next(60)} {random.Next(4)} {(random.Next(2) == 0 ? "* * ?" : "? * *")} *)",
    };

    private static string Field(Random random, int minimum, int maximum)
    {
        var (low, high) = (random.Next(minimum, maximum), random.Next(minimum, maximum));
        return random.Next(5) switch
        {
            0 => "*",
            1 => $"{Math.Min(low, high)}-{Math.Max(low, high)}",
            2 => $"{low}/{random.Next(1, 12)}",
            3 => $"{low},{high}",
            _ => low.ToString(),
        };
    }

    private static string Days(Random random) => random.Next(5) switch
    {
        0 => "L",
        1 => $"{random.Next(1, 32)}W",
        2 => "1/9",
        _ => Field(random, 1, 28),
    };

    private static string Weekdays(Random random) => random.Next(5) switch
    {
        0 => $"{random.Next(1, 8)}L",
        1 => $"{random.Next(1, 8)}#{random.Next(1, 6)}",
        2 => "MON-FRI",
        3 => "SUN,WED",
        _ => random.Next(1, 8).ToString(),
    };

    private static string Months(Random random) => random.Next(3) switch { 0 => "*", 1 => "JAN-JUN", _ => "3,OCT" };

    private static string Year(Random random) => random.Next(3) == 0 ? "2027-2029" : "*";
}
