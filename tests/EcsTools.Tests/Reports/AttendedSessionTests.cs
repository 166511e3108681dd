using System;
using System.Collections.Generic;
using EcsTools.Reports.Html;
using Xunit;

namespace EcsTools.Tests.Reports;

public sealed class AttendedSessionTests
{
    [Theory]
    [InlineData("")]
    [InlineData("-NoLogo -NoProfile")]
    [InlineData("-nop -ExecutionPolicy Bypass")]
    [InlineData("-wd /home/me")]
    [InlineData("-NoExit -Command Get-Date")]
    public void A_prompt_opens_the_browser(string arguments) => Assert.True(Session(arguments).MayOpenBrowser);

    [Theory]
    [InlineData("-NonInteractive")]
    [InlineData("-noni")]
    [InlineData("-NonInteractive -NoExit")]
    [InlineData("-Command Show-FargateApp web")]
    [InlineData("-c Show-FargateApp web")]
    [InlineData("-NoProfile -File ./nightly.ps1")]
    [InlineData("/File nightly.ps1")]
    [InlineData("./nightly.ps1")]
    [InlineData("/home/me/nightly.ps1")]
    [InlineData("-EncodedCommand AAAA")]
    [InlineData("-s")]
    [InlineData("-CommandWithArgs x")]
    public void A_script_a_command_and_a_server_do_not(string arguments) => Assert.False(Session(arguments).MayOpenBrowser);

    [Theory]
    [InlineData("CI", "true")]
    [InlineData("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")]
    [InlineData("DISPLAY", null)]
    public void A_build_a_session_over_SSH_and_a_machine_without_a_display_do_not(string variable, string? value)
        => Assert.False(Session("", new() { [variable] = value }).MayOpenBrowser);

    [Fact]
    public void A_redirected_session_does_not() => Assert.False((Session("") with { IsRedirected = true }).MayOpenBrowser);

    [Fact]
    public void A_job_and_a_remote_session_do_not()
        => Assert.All(new[] { "ServerRemoteHost", "Default Host", "Other" }, host => Assert.False((Session("") with { Host = host }).MayOpenBrowser));

    [Fact]
    public void The_terminal_of_an_editor_opens_it()
        => Assert.True((Session("-Command start") with { Host = "Visual Studio Code Host", IsRedirected = true }).MayOpenBrowser);

    private static AttendedSession Session(string arguments, Dictionary<string, string?>? variables = null)
    {
        var all = new Dictionary<string, string?> { ["DISPLAY"] = ":0" };
        foreach (var variable in variables ?? [])
        {
            all[variable.Key] = variable.Value;
        }

        return new AttendedSession(
            "ConsoleHost", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), IsRedirected: false, NeedsDisplay: true,
            name => all.GetValueOrDefault(name));
    }
}
