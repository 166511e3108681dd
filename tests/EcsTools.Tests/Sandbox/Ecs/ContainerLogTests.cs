using System;
using System.Collections.Generic;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;
using EcsTools.Sandbox.Services.Ecs.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

/// <summary>How the awslogs driver makes events from lines.</summary>
public sealed class ContainerLogTests
{
    private readonly List<(long Time, string Message)> _written = [];
    private long _now;

    [Fact]
    public void Without_a_pattern_every_line_is_an_event()
    {
        Write(null, "a", "", "b");

        Assert.Equal([(1, "a"), (2, ""), (3, "b")], _written);
    }

    [Fact]
    public void An_event_has_the_time_of_its_first_line_and_every_line_end()
    {
        Write("^[0-9]", "1 one", " more", "2 two", " more", " still more");

        Assert.Equal([(1, "1 one\n more\n"), (3, "2 two\n more\n still more\n")], _written);
    }

    [Fact]
    public void An_event_that_would_be_too_long_is_divided()
    {
        var line = new string('é', 60_000);
        Write("^[0-9]", line, line, line, line);

        Assert.Equal([(1, $"{line}\n{line}\n"), (3, $"{line}\n{line}\n")], _written);
    }

    [Theory]
    [InlineData("%Y-%m-%d %H:%M:%S", "2026-11-30 13:45:00 started", true)]
    [InlineData("%Y-%m-%d %H:%M:%S", "at 2026-11-30 13:45:00", true)]
    [InlineData("^%Y-%m-%d %H:%M:%S", "at 2026-11-30 13:45:00", false)]
    [InlineData("%Y-%m-%d", "2026-13-30", false)]
    [InlineData(@"\[%b %d, %Y %I:%M:%S %p\]", "[Nov 30, 2026 01:45:00 PM] x", true)]
    [InlineData("%A %B %j %y %w %a", "Monday November 334 26 1 Mon", true)]
    [InlineData("%H:%M:%S%L %z %Z", "13:45:00.123 +0100 CEST", true)]
    [InlineData("%S.%f", "13:45:00.123456", true)]
    [InlineData("%q", "%q", true)]
    public void A_datetime_format_matches_times(string format, string line, bool matches)
        => Assert.Equal(matches, LogPatterns.Parse(LogPatterns.OfDatetime(format)).IsMatch(line));

    [Theory]
    [InlineData("[a")]
    [InlineData("(?=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("*a")]
    public void A_pattern_that_the_driver_cannot_read_is_refused(string pattern)
        => Assert.Throws<FormatException>(() => LogPatterns.Parse(pattern));

    [Theory]
    [InlineData("(?P<level>INFO|WARN)", "WARN x")]
    [InlineData(@"\(\?=", "(?=")]
    [InlineData(@"\\1", @"\1")]
    public void A_pattern_of_the_driver_is_read(string pattern, string line) => Assert.Matches(LogPatterns.Parse(pattern), line);

    [Fact]
    public void A_pattern_that_takes_too_long_matches_nothing()
    {
        Write("^(a+)+$", "b", new string('a', 50_000) + "!");

        Assert.Equal("b\n", Assert.Single(_written).Message[..2]);
    }

    private void Write(string? pattern, params string[] lines)
    {
        using var log = new ContainerLog(
            pattern is null ? null : LogPatterns.Parse(pattern), () => _now, (time, message) => _written.Add((time, message)));
        foreach (var line in lines)
        {
            _now++;
            log.Write(line);
        }
    }
}
