using System;
using System.Collections.Generic;
using System.Diagnostics;
using EcsTools.Sandbox.Engine.Docker;
using Xunit;

namespace EcsTools.Tests.Sandbox.Engine;

/// <summary>Whose containers a sandbox removes when it starts.</summary>
public sealed class DockerLabelsTests
{
    [Fact]
    public void What_a_running_process_made_is_no_leftover() => Assert.False(DockerLabels.IsLeftover(new DockerLabels().Labels()));

    [Fact]
    public void What_an_ended_process_made_is_a_leftover()
    {
        using var ended = Process.Start(new ProcessStartInfo("true"))!;
        ended.WaitForExit();
        Assert.True(DockerLabels.IsLeftover(Labels(ended.Id, DateTimeOffset.UtcNow.ToUnixTimeSeconds())));
    }

    [Fact]
    public void What_a_process_made_before_its_number_was_used_again_is_a_leftover()
        => Assert.True(DockerLabels.IsLeftover(Labels(Environment.ProcessId, DateTimeOffset.UtcNow.AddDays(-30).ToUnixTimeSeconds())));

    [Fact]
    public void What_another_machine_made_is_no_leftover()
        => Assert.False(DockerLabels.IsLeftover(new Dictionary<string, string> { ["ecstools.process"] = "other-machine/1/1" }));

    [Theory]
    [InlineData("")]
    [InlineData(".windows")]
    [InlineData(".pid:[1]")]
    public void What_another_system_of_the_same_name_made_is_no_leftover(string space)
    {
        using var ended = Process.Start(new ProcessStartInfo("true"))!;
        ended.WaitForExit();
        Assert.False(DockerLabels.IsLeftover(Labels(ended.Id, DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Environment.MachineName + space)));
    }

    private static Dictionary<string, string> Labels(int process, long start, string? host = null)
        => new(StringComparer.Ordinal) { ["ecstools.process"] = FormattableString.Invariant($"{host ?? DockerLabels.Host}/{process}/{start}") };
}
