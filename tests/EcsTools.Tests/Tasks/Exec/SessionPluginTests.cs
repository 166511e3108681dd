using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Tasks.Exec;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Tasks.Exec;

/// <summary>What the Session Manager plugin is given, and what is taken from it. A script stands for it: it fails where its input ends, as
/// the plugin does.</summary>
public sealed class SessionPluginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, "winget install Amazon.SessionManagerPlugin")]
    [InlineData(1, "brew install --cask session-manager-plugin")]
    [InlineData(0, "AWS Systems Manager User Guide")]
    public void Where_it_is_missing_the_remedy_is_the_system_s(int system, string remedy)
    {
        var error = Assert.Throws<EcsToolsException>(() => SessionPlugin.Require(Host((HostSystem)system)));
        Assert.Equal("SessionManagerPluginMissing", error.ErrorId);
        Assert.Contains(remedy, error.Remedy);
    }

    [SkippableFact]
    public async Task It_gets_what_the_AWS_CLI_gives_it_and_the_lines_between_are_the_command_s()
    {
        Skip.If(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        Plugin("""
            [ "$1" = --version ] && { echo 1.2.497.0; exit; }
            for argument in "$@"; do printf '%s\n' "$argument" >> "$0.arguments"; done
            printf '\nStarting session with SessionId: %s\n' "$1"
            printf 'one\r\n\r\ntwo $HOME\r\n'
            exec 3<&0
            (read -r line <&3; echo "input ended") &
            sleep 0.2
            printf '\n\nExiting session with sessionId: x.\n\n'
            kill $!
            """);
        using var connection = new AwsConnection(new BasicAWSCredentials("A", "S"), "eu-west-1", null, SystemClock.Instance, "ops");
        var lines = new List<string>();
        var arguments = SessionPlugin.Arguments(Session(), connection);
        var code = await SessionPlugin.Require(Host(HostSystem.Linux)).RunAsync(arguments, lines.Add, default);

        Assert.Equal(0, code);
        Assert.Equal(["one", "", "two $HOME"], lines);
        var given = await File.ReadAllLinesAsync(_folder.File("session-manager-plugin.arguments"));
        var answer = JsonNode.Parse(given[0])!;
        Assert.Equal(("session-1", "wss://stream", "token \"1\""),
            ((string)answer["sessionId"]!, (string)answer["streamUrl"]!, (string)answer["tokenValue"]!));
        Assert.Equal(["eu-west-1", "StartSession", "ops", """{"Target":"ecs:demo_0123_0123-456"}""", "https://ecs.eu-west-1.amazonaws.com"], given.Skip(1));
    }

    [SkippableTheory]
    [InlineData("1.2.536.0", true)]
    [InlineData("1.2.498.0", true)]
    [InlineData("1.2.497.0", false)]
    [InlineData("1.1.61.0", false)]
    [InlineData("nonsense", false)]
    public async Task The_token_is_not_among_the_arguments_of_a_plugin_that_takes_a_variable(string version, bool isTaken)
    {
        Skip.If(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        Plugin($$"""
            [ "$1" = --version ] && { echo {{version}}; exit; }
            printf '%s' "$*" > "$0.arguments"
            printf '%s' "$AWS_SSM_START_SESSION_RESPONSE" > "$0.variable"
            """);
        using var connection = new AwsConnection(new BasicAWSCredentials("A", "S"), "eu-west-1", null, SystemClock.Instance, "ops");
        await SessionPlugin.Require(Host(HostSystem.Linux)).RunAsync(SessionPlugin.Arguments(Session(), connection), _ => { }, default);

        var arguments = await File.ReadAllTextAsync(_folder.File("session-manager-plugin.arguments"));
        var variable = await File.ReadAllTextAsync(_folder.File("session-manager-plugin.variable"));
        Assert.Equal(isTaken, arguments.StartsWith("AWS_SSM_START_SESSION_RESPONSE eu-west-1 StartSession ops", StringComparison.Ordinal));
        Assert.Equal(isTaken, !arguments.Contains("token", StringComparison.Ordinal));
        Assert.Equal(isTaken ? "token \"1\"" : null, variable.Length == 0 ? null : (string?)JsonNode.Parse(variable)!["tokenValue"]);
    }

    [SkippableFact]
    public async Task It_ends_when_it_is_called_off()
    {
        Skip.If(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        Plugin("[ \"$1\" = --version ] && exit; echo 'Starting session with SessionId: x'; echo on; exec sleep 600");
        using var off = new CancellationTokenSource();
        var run = SessionPlugin.Require(Host(HostSystem.Linux)).RunAsync(["a"], _ => off.Cancel(), off.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private HostEnvironment Host(HostSystem system) => new(system, _folder.Path, name => name == "PATH" ? _folder.Path : null);

    private void Plugin(string script)
    {
        var path = _folder.Write("session-manager-plugin", "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        }
    }

    private static TaskExecSession Session() => new()
    {
        Task = new FargateTask
        {
            Cluster = "demo",
            ClusterArn = "arn:aws:ecs:eu-west-1:1:cluster/demo",
            TaskArn = "arn:aws:ecs:eu-west-1:1:task/demo/0123",
            TaskId = "0123",
            TaskDefinitionArn = "arn:aws:ecs:eu-west-1:1:task-definition/web:1",
            Family = "web",
            LastStatus = "RUNNING",
            DesiredStatus = "RUNNING",
            Region = "eu-west-1",
            AccountId = "1",
        },
        Container = "web",
        Command = "ls",
        SessionId = "session-1",
        StreamUrl = "wss://stream",
        Token = "token \"1\"",
        Target = "ecs:demo_0123_0123-456",
    };
}
