using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Tests.Images.Engine;
using Xunit;
using Version = System.Version;

namespace EcsTools.Tests.Packages;

/// <summary>Docker.DotNet's container operations against a real engine.</summary>
[Collection("Docker engine")]
public sealed class DockerDotNetContainerTests
{
    private static readonly ContainerRemoveParameters Force = new() { Force = true, RemoveVolumes = true };
    private readonly EngineFixture _engine;

    public DockerDotNetContainerTests(EngineFixture engine) => _engine = engine;

    private IDockerClient Client => _engine.Client;

    [SkippableFact]
    public async Task A_container_runs_to_its_exit_code_and_keeps_its_output_apart()
    {
        _engine.Require();
        var id = await _engine.CreateAsync("echo out; echo err >&2; exit 7");
        Assert.True(await Client.Containers.StartContainerAsync(id, null));
        var ended = await Client.Containers.WaitContainerAsync(id);
        Assert.Equal(7, ended.StatusCode);
        var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true };
        using var logs = await Client.Containers.GetContainerLogsAsync(id, false, parameters);
        Assert.Equal(("out\n", "err\n"), await logs.ReadOutputToEndAsync(default));
        var state = (await Client.Containers.InspectContainerAsync(id)).State;
        Assert.Equal("exited", state.Status);
        Assert.Equal(7, state.ExitCode);
        await Client.Containers.RemoveContainerAsync(id, Force);
        await Assert.ThrowsAsync<DockerContainerNotFoundException>(() => Client.Containers.InspectContainerAsync(id));
    }

    [SkippableFact]
    public async Task Followed_logs_arrive_while_the_container_runs_and_end_with_it()
    {
        _engine.Require();
        var id = await _engine.CreateAsync("echo first; cat; echo last", p =>
        {
            p.OpenStdin = true;
            p.StdinOnce = true;
        });
        var attach = new ContainerAttachParameters { Stream = true, Stdin = true };
        using var input = await Client.Containers.AttachContainerAsync(id, false, attach);
        await Client.Containers.StartContainerAsync(id, new ContainerStartParameters());
        var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Follow = true, Timestamps = false };
        using var logs = await Client.Containers.GetContainerLogsAsync(id, false, parameters);
        Assert.Equal("first\n", await ReadTextAsync(logs, "first\n".Length));
        input.CloseWrite();
        Assert.Equal(("last\n", ""), await logs.ReadOutputToEndAsync(default));
    }

    [SkippableFact]
    public async Task Attaching_carries_input_in_and_output_back_until_the_input_is_closed()
    {
        _engine.Require();
        var id = await _engine.CreateAsync("cat; echo done >&2", p =>
        {
            p.OpenStdin = true;
            p.StdinOnce = true;
            p.AttachStdin = p.AttachStdout = p.AttachStderr = true;
        });
        var attach = new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true, Stderr = true };
        using var stream = await Client.Containers.AttachContainerAsync(id, false, attach);
        await Client.Containers.StartContainerAsync(id, null);
        await stream.CopyFromAsync(new MemoryStream(Encoding.UTF8.GetBytes("through the pipe\n")), default);
        stream.CloseWrite();
        Assert.Equal(("through the pipe\n", "done\n"), await stream.ReadOutputToEndAsync(default));
    }

    [SkippableFact]
    public async Task A_terminal_is_one_stream_and_takes_a_size()
    {
        _engine.Require();
        var id = await _engine.CreateAsync("read line; stty size", p => p.Tty = p.OpenStdin = p.AttachStdin = p.AttachStdout = true);
        var attach = new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true };
        using var stream = await Client.Containers.AttachContainerAsync(id, true, attach);
        await Client.Containers.StartContainerAsync(id, null);
        await Client.Containers.ResizeContainerTtyAsync(id, new ContainerResizeParameters { Height = 31, Width = 77 });
        await stream.WriteAsync("\n"u8.ToArray(), 0, 1, default);
        var (output, _) = await stream.ReadOutputToEndAsync(default);
        Assert.Contains("31 77", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Containers_start_once_stop_once_restart_and_take_signals()
    {
        _engine.Require();
        var id = await _engine.CreateAsync("trap 'exit 3' TERM; while :; do sleep 0.1; done");
        Assert.True(await Client.Containers.StartContainerAsync(id, null));
        Assert.False(await Client.Containers.StartContainerAsync(id, null));
        await Client.Containers.RestartContainerAsync(id, new ContainerRestartParameters { WaitBeforeKillSeconds = 5 });
        Assert.True((await Client.Containers.InspectContainerAsync(id)).State.Running);
        Assert.True(await Client.Containers.StopContainerAsync(id, new ContainerStopParameters { WaitBeforeKillSeconds = 10 }));
        Assert.False(await Client.Containers.StopContainerAsync(id, new ContainerStopParameters()));
        Assert.Equal(3, (await Client.Containers.InspectContainerAsync(id)).State.ExitCode);
        await Client.Containers.StartContainerAsync(id, null);
        await Client.Containers.KillContainerAsync(id, new ContainerKillParameters { Signal = "SIGKILL" });
        Assert.Equal(137, (await Client.Containers.WaitContainerAsync(id)).StatusCode);
    }

    [SkippableFact]
    public async Task What_a_container_is_made_with_is_what_inspect_says()
    {
        _engine.Require();
        var id = await _engine.CreateAsync("sleep 60", p =>
        {
            p.Name = _engine.Name + "-whole";
            p.Hostname = "whole";
            p.Env = new List<string> { "A=1" };
            p.WorkingDir = "/tmp";
            p.User = "1000:1000";
            p.StopTimeout = TimeSpan.FromSeconds(9);
            p.ExposedPorts = new Dictionary<string, EmptyStruct> { ["80/tcp"] = default };
            p.Healthcheck = new HealthConfig
            {
                Test = new List<string> { "CMD", "true" },
                Interval = TimeSpan.FromSeconds(2),
                Timeout = TimeSpan.FromSeconds(3),
                Retries = 4,
            };
            p.HostConfig = new HostConfig
            {
                Memory = 64 << 20,
                NanoCPUs = 250_000_000,
                PortBindings = new Dictionary<string, IList<PortBinding>>
                {
                    ["80/tcp"] = new List<PortBinding> { new() { HostIP = "127.0.0.1", HostPort = "" } },
                },
                RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.OnFailure, MaximumRetryCount = 2 },
                Ulimits = new List<Ulimit> { new() { Name = "nofile", Soft = 1024, Hard = 2048 } },
                Mounts = new List<Mount> { new() { Type = "tmpfs", Target = "/scratch" } },
                Init = true,
            };
        });
        await Client.Containers.StartContainerAsync(id, null);
        var container = await Client.Containers.InspectContainerAsync(_engine.Name + "-whole");
        Assert.Equal(id, container.ID);
        Assert.Equal("/" + _engine.Name + "-whole", container.Name);
        Assert.Equal("whole", container.Config.Hostname);
        Assert.Contains("A=1", container.Config.Env);
        Assert.Equal(("/tmp", "1000:1000"), (container.Config.WorkingDir, container.Config.User));
        Assert.Equal(TimeSpan.FromSeconds(9), container.Config.StopTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), container.Config.Healthcheck.Interval);
        Assert.Equal(TimeSpan.FromSeconds(3), container.Config.Healthcheck.Timeout);
        Assert.Equal(64 << 20, container.HostConfig.Memory);
        Assert.Equal(250_000_000, container.HostConfig.NanoCPUs);
        Assert.Equal(RestartPolicyKind.OnFailure, container.HostConfig.RestartPolicy.Name);
        Assert.Equal(2048, Assert.Single(container.HostConfig.Ulimits).Hard);
        Assert.Equal("/scratch", Assert.Single(container.Mounts).Destination);
        Assert.True(container.HostConfig.Init);
        var port = Assert.Single(container.NetworkSettings.Ports["80/tcp"]);
        Assert.Equal("127.0.0.1", port.HostIP);
        Assert.True(int.Parse(port.HostPort) > 0);
        await Client.Containers.RemoveContainerAsync(id, Force);
    }

    [SkippableFact]
    public async Task Lists_are_filtered_by_the_engine()
    {
        _engine.Require();
        var running = await _engine.CreateAsync("sleep 60", p => p.Labels[_engine.Name + "-list"] = "a");
        var created = await _engine.CreateAsync("true", p => p.Labels[_engine.Name + "-list"] = "b");
        await Client.Containers.StartContainerAsync(running, null);
        var filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool> { [_engine.Name + "-list"] = true },
        };
        var alive = await Client.Containers.ListContainersAsync(new ContainersListParameters { Filters = filters });
        var all = await Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters });
        Assert.Equal(running, Assert.Single(alive).ID);
        Assert.Equal("running", alive[0].State);
        Assert.Equal(DateTime.UtcNow.Date, alive[0].Created.Date);
        Assert.Equal(new[] { created, running }.Order(), all.Select(c => c.ID).Order());
        await Client.Containers.RemoveContainerAsync(running, Force);
        await Client.Containers.RemoveContainerAsync(created, Force);
    }

    [SkippableFact]
    public async Task Stats_say_what_a_running_container_uses()
    {
        _engine.Require();
        var id = await _engine.CreateAsync("sleep 60");
        await Client.Containers.StartContainerAsync(id, null);
        var stats = new Collected<ContainerStatsResponse>();
        await Client.Containers.GetContainerStatsAsync(id, new ContainerStatsParameters { Stream = false }, stats);
        var once = Assert.Single(stats.Values);
        Assert.Equal(id, once.ID);
        Assert.True(once.PidsStats.Current >= 1);
        Assert.True(once.CPUStats.OnlineCPUs > 0);
        await Client.Containers.RemoveContainerAsync(id, Force);
    }

    [SkippableFact]
    public async Task Waiting_and_following_end_when_they_are_cancelled()
    {
        _engine.Require();
        var id = await _engine.CreateAsync("sleep 600");
        await Client.Containers.StartContainerAsync(id, null);
        using var stop = new CancellationTokenSource();
        var waiting = Client.Containers.WaitContainerAsync(id, stop.Token);
        using var logs = await Client.Containers.GetContainerLogsAsync(id, false, new ContainerLogsParameters { ShowStdout = true, Follow = true });
        var reading = logs.ReadOutputToEndAsync(stop.Token);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Client.Containers.RemoveContainerAsync(id, Force);
    }

    private static async Task<string> ReadTextAsync(MultiplexedStream stream, int length)
    {
        var text = new StringBuilder();
        var buffer = new byte[100];
        while (text.Length < length)
        {
            var piece = await stream.ReadOutputAsync(buffer, 0, buffer.Length, default);
            Assert.False(piece.EOF);
            text.Append(Encoding.UTF8.GetString(buffer, 0, piece.Count));
        }

        return text.ToString();
    }
}
