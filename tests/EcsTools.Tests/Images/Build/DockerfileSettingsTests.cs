using System;
using System.Collections.Generic;
using System.IO;
using EcsTools.Images.Build;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

/// <summary>What a Dockerfile says about the container that runs its image.</summary>
public sealed class DockerfileSettingsTests
{
    [Fact]
    public void Ports_are_those_of_the_last_stage_and_of_the_stages_that_it_is_based_on()
    {
        var settings = Read(
            """
            FROM node AS build
            EXPOSE 9229
            FROM alpine AS base
            EXPOSE 8080 53/udp
            FROM base
            COPY --from=build /app /app
            EXPOSE 9000-9002/tcp
            EXPOSE 8080
            """);
        Assert.Equal(["8080", "53/udp", "9000", "9001", "9002"], settings.Ports);
    }

    [Fact]
    public void A_target_has_its_own_ports()
        => Assert.Equal(["1"], Read("FROM a AS one\nEXPOSE 1\nFROM a AS two\nEXPOSE 2", target: "one").Ports);

    [Theory]
    [InlineData("ENV PORT=3000\nEXPOSE $PORT", "3000")]
    [InlineData("ARG PORT=3000\nEXPOSE ${PORT}", "3000")]
    [InlineData("EXPOSE ${PORT:-3000}", "3000")]
    [InlineData("ARG GIVEN\nEXPOSE $GIVEN", "4000")]
    [InlineData("ARG GIVEN=3000\nENV PORT=${GIVEN}\nEXPOSE $PORT", "4000")]
    [InlineData("ENV PORT 3000\nEXPOSE $PORT/tcp", "3000")]
    public void Variables_are_replaced(string lines, string port)
        => Assert.Equal([port], Read("FROM a\n" + lines, arguments: new() { ["GIVEN"] = "4000" }).Ports);

    [Fact]
    public void A_variable_without_a_value_is_named_and_not_guessed()
    {
        var settings = Read("FROM a\nEXPOSE 80\nEXPOSE $PORT");
        Assert.Equal(["80"], settings.Ports);
        Assert.Equal(["line 3: EXPOSE $PORT"], settings.Unknown);
    }

    [Fact]
    public void A_health_check_has_the_defaults_of_Docker()
    {
        var check = Read("FROM a\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1").HealthCheck!;
        Assert.Equal(["CMD-SHELL", "curl -f http://localhost/ || exit 1"], check.Command);
        Assert.Equal((30, 30, 0, 3), (Seconds(check.Interval), Seconds(check.Timeout), Seconds(check.StartPeriod), check.Retries));
    }

    [Fact]
    public void A_health_check_has_its_options_and_its_words()
    {
        var check = Read("FROM a\nHEALTHCHECK --interval=1m30s --timeout=500ms --start-period=5s --retries=7 \\\n  CMD [\"curl\", \"-f\", \"http://localhost/\"]")
            .HealthCheck!;
        Assert.Equal(["CMD", "curl", "-f", "http://localhost/"], check.Command);
        Assert.Equal((90, 0.5, 5, 7), (Seconds(check.Interval), Seconds(check.Timeout), Seconds(check.StartPeriod), check.Retries));
    }

    [Fact]
    public void The_last_health_check_counts()
        => Assert.Null(Read("FROM a\nHEALTHCHECK CMD true\nHEALTHCHECK NONE").HealthCheck);

    [Fact]
    public void The_user_and_the_platform_are_read()
    {
        var settings = Read("FROM --platform=linux/arm64 a\nUSER root\nUSER 1000:1000");
        Assert.Equal(("1000:1000", "linux/arm64"), (settings.User, settings.Platform));
        Assert.Null(Read("FROM --platform=$BUILDPLATFORM a").Platform);
    }

    private static double Seconds(TimeSpan time) => time.TotalSeconds;

    private static DockerfileSettings Read(string text, string? target = null, Dictionary<string, string>? arguments = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "Dockerfile"), text);
        return DockerfileSettings.Read(new ImageBuildRequest
        {
            ContextPath = folder.Path,
            Target = target,
            BuildArguments = arguments ?? [],
        });
    }
}
