using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Tasks.Exec;
using EcsTools.Tasks.Exec.Terminals;
using EcsTools.Tests.Sandbox.Engine;
using Xunit;

namespace EcsTools.Tests.Tasks.Exec;

/// <summary>Commands in real containers.</summary>
public sealed class TaskExecTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>, IDisposable
{
    private readonly Lazy<AwsConnection> _connection = new(() => new AwsConnection(
        new BasicAWSCredentials(sandbox.Server.AccessKey, sandbox.Server.SecretKey), "us-east-1", sandbox.Server.EndpointUrl,
            SystemClock.Instance));

    public void Dispose()
    {
        if (_connection.IsValueCreated)
        {
            _connection.Value.Dispose();
        }
    }

    [SkippableFact]
    public async Task A_command_runs_in_the_container_and_its_lines_and_exit_code_come_back()
    {
        var task = await StartAsync("ssmmessages:*");
        var (lines, code) = await RunAsync(task, "sh -c 'echo $MARK; echo two; printf ü; exit 7'");
        Assert.Equal(["here", "two", "ü"], lines);
        Assert.Equal(7, code);

        var (errors, _) = await RunAsync(task, "sh -c 'echo wrong >&2'");
        Assert.Equal(["wrong"], errors);
        await StopAsync(task);
    }

    [SkippableFact]
    public async Task Much_output_comes_whole_and_a_command_that_reads_meets_the_end()
    {
        var task = await StartAsync("ssmmessages:*");
        var (lines, code) = await RunAsync(task, "sh -c 'cat; i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done'");
        Assert.Equal(0, code);
        Assert.Equal(Enumerable.Range(0, 20000).Select(index => $"line {index}"), lines);
        await StopAsync(task);
    }

    [SkippableFact]
    public async Task A_person_has_a_terminal_of_their_size()
    {
        var task = await StartAsync("ssmmessages:*");
        var terminal = new TypedTerminal("tty; sleep 1; stty size; echo $((20+3))\r", "exit 3\r");
        var session = await OpenAsync(task, "/bin/sh");
        var code = await SandboxExec.RunAsync(session, terminal, default);

        Assert.Equal(3, code);
        Assert.Contains("/dev/pts/", terminal.Shown);
        Assert.Contains("31 101", terminal.Shown);
        Assert.Contains("23", terminal.Shown);
        await StopAsync(task);
    }

    [SkippableFact]
    public async Task A_program_that_is_not_in_the_image_is_said_to_be_missing()
    {
        var task = await StartAsync("ssmmessages:*");
        var session = await OpenAsync(task, "no-such-program");
        var lines = new List<string>();
        var problem = await Record.ExceptionAsync(async ()
            => Assert.NotEqual(0, await new TaskExec(_connection.Value).RunAsync(session, lines.Add, default)));

        // Engines differ: some refuse to start it, some start it and say so.
        Assert.Contains("no-such-program", problem?.Message ?? string.Join('\n', lines));
        await StopAsync(task);
    }

    [SkippableFact]
    public async Task A_session_is_opened_once_and_by_its_token()
    {
        var task = await StartAsync("ssmmessages:*");
        var session = await OpenAsync(task, "true");
        var stranger = await Assert.ThrowsAsync<EcsToolsException>(
            () => new TaskExec(_connection.Value).RunAsync(session with { Token = "guessed" }, _ => { }, default));
        Assert.Contains("403", stranger.Message);
        Assert.Equal(0, await new TaskExec(_connection.Value).RunAsync(session, _ => { }, default));
        await Assert.ThrowsAsync<EcsToolsException>(() => new TaskExec(_connection.Value).RunAsync(session, _ => { }, default));
        Assert.DoesNotContain(session.Token, session.ToString());
        await StopAsync(task);
    }

    [SkippableFact]
    public async Task A_command_that_goes_on_ends_when_it_is_called_off()
    {
        var task = await StartAsync("ssmmessages:*");
        using var off = new CancellationTokenSource();
        var running = new TaskCompletionSource();
        var session = await OpenAsync(task, "sh -c 'echo on; sleep 600'");
        var run = new TaskExec(_connection.Value).RunAsync(session, _ => running.TrySetResult(), off.Token);
        await running.Task;
        off.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await StopAsync(task);
    }

    [SkippableFact]
    public async Task What_is_missing_is_said_before_anything_is_tried()
    {
        var plain = await StartAsync();
        await AssertRefusedAsync(plain, null, "ExecNotEnabled", "-EnableExecuteCommand");
        await AssertRefusedAsync(plain, "none", "ExecNotEnabled", "Start-FargateTask");
        await StopAsync(plain);
        await sandbox.WaitForStopAsync(plain);
        await AssertRefusedAsync(plain, null, "TaskNotRunning", "Get-FargateFailure");

        var without = await StartAsync("ssmmessages:CreateDataChannel");
        var error = await AssertRefusedAsync(without, null, "ExecRoleLacksRights", "Initialize-EcsRole Task -Name ");
        Assert.Contains("ssmmessages:OpenControlChannel", error.Message);
        Assert.DoesNotContain("ssmmessages:CreateDataChannel", error.Message);
        await StopAsync(without);

        var good = await StartAsync("ssmmessages:*");
        await AssertRefusedAsync(good, "mian", "ContainerNotFound", "main");
        await StopAsync(good);
    }

    private async Task<EcsToolsException> AssertRefusedAsync(JsonObject task, string? container, string id, string remedy)
    {
        var request = Request(task, "ls") with { Container = container };
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => new TaskExec(_connection.Value).OpenAsync(request, null, default));
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(remedy, error.Remedy);
        return error;
    }

    /// <summary>A server that runs; for commands, where its role may do something.</summary>
    private async Task<JsonObject> StartAsync(params string[] actions)
    {
        sandbox.Require();
        var definition = DockerSandbox.Definition(container: new JsonObject
        {
            ["image"] = sandbox.Image,
            ["command"] = new JsonArray("sleep", "600"),
            ["stopTimeout"] = 2,
            ["environment"] = new JsonArray(new JsonObject { ["name"] = "MARK", ["value"] = "here" }),
        });
        definition["taskRoleArn"] = await sandbox.NewRoleAsync("ecs-tasks.amazonaws.com", null, actions);
        var input = await sandbox.RunInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));
        input["enableExecuteCommand"] = actions.Length > 0;
        var started = (await sandbox.EcsAsync("RunTask", input))["tasks"]![0]!.AsObject();
        return await sandbox.WaitAsync(started, "RUNNING");
    }

    private Task StopAsync(JsonObject task)
        => sandbox.EcsAsync("StopTask", new JsonObject { ["cluster"] = (string)task["clusterArn"]!, ["task"] = (string)task["taskArn"]! });

    private static TaskExecRequest Request(JsonObject task, string command)
        => new() { Task = TaskReference.Parse((string)task["taskArn"]!, null), Command = command };

    private Task<TaskExecSession> OpenAsync(JsonObject task, string command)
        => new TaskExec(_connection.Value).OpenAsync(Request(task, command), null, default);

    private async Task<(List<string> Lines, int Code)> RunAsync(JsonObject task, string command)
    {
        var lines = new List<string>();
        var code = await new TaskExec(_connection.Value).RunAsync(await OpenAsync(task, command), lines.Add, default);
        return (lines, code);
    }

    /// <summary>A person who types what was written down, and waits for the rest.</summary>
    private sealed class TypedTerminal(params string[] typed) : ITerminal
    {
        private readonly ConcurrentQueue<string> _typed = new(typed);
        private readonly StringBuilder _shown = new();

        public (int Columns, int Rows)? Size => (101, 31);

        public string Shown => _shown.ToString();

        public async Task<int> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
        {
            if (_typed.TryDequeue(out var next))
            {
                return Encoding.UTF8.GetBytes(next, buffer);
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public void Write(byte[] bytes, int count, bool isError) => _shown.Append(Encoding.UTF8.GetString(bytes, 0, count));
    }
}
