using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Tests.Images.Engine;
using Xunit;
using Version = System.Version;

namespace EcsTools.Tests.Packages;

/// <summary>Docker.DotNet's operations on the engine, its commands, networks and volumes.</summary>
[Collection("Docker engine")]
public sealed class DockerDotNetEngineTests
{
    private static readonly ContainerRemoveParameters Force = new() { Force = true, RemoveVolumes = true };
    private readonly EngineFixture _engine;

    public DockerDotNetEngineTests(EngineFixture engine) => _engine = engine;

    private IDockerClient Client => _engine.Client;

    [SkippableFact]
    public async Task Ping_version_and_info_describe_the_engine()
    {
        _engine.Require();
        await Client.System.PingAsync();
        var version = await Client.System.GetVersionAsync();
        var info = await Client.System.GetSystemInfoAsync();
        Assert.True(Version.TryParse(version.APIVersion, out _));
        Assert.Equal("linux", version.Os);
        Assert.Equal(version.Version, info.ServerVersion);
        Assert.True(info.NCPU > 0 && info.MemTotal > 0);
        Assert.NotEmpty(info.Plugins.Network);
    }

    [SkippableFact]
    public async Task A_requested_api_version_goes_into_every_path()
    {
        _engine.Require();
        using var old = TestEngine.Connect(new Uri("unix://" + EngineFixture.Socket), new Version(1, 99));
        var refused = await Assert.ThrowsAsync<DockerApiException>(() => old.System.GetVersionAsync());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("1.99", refused.ResponseBody, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_command_runs_in_a_container_and_leaves_its_exit_code()
    {
        _engine.Require();
        var id = await _engine.CreateAsync("sleep 60");
        await Client.Containers.StartContainerAsync(id, null);
        var exec = await Client.Exec.ExecCreateContainerAsync(id, new ContainerExecCreateParameters
        {
            Cmd = new List<string> { "sh", "-c", "cat; echo e >&2; exit 4" },
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
        });
        using (var stream = await Client.Exec.StartAndAttachContainerExecAsync(exec.ID, false))
        {
            await stream.WriteAsync("in"u8.ToArray(), 0, 2, default);
            stream.CloseWrite();
            Assert.Equal(("in", "e\n"), await stream.ReadOutputToEndAsync(default));
        }

        var ended = await Client.Exec.InspectContainerExecAsync(exec.ID);
        Assert.Equal((false, 4L), (ended.Running, ended.ExitCode));
        var detached = await Client.Exec.ExecCreateContainerAsync(id, new ContainerExecCreateParameters { Cmd = new List<string> { "mkdir", "/tmp/made" } });
        await Client.Exec.StartContainerExecAsync(detached.ID);
        await Client.Containers.RemoveContainerAsync(id, Force);
    }

    [SkippableFact]
    public async Task Networks_are_made_joined_left_and_removed()
    {
        _engine.Require();
        var name = _engine.Name + "-net";
        var made = await Client.Networks.CreateNetworkAsync(new NetworksCreateParameters { Name = name, Internal = true });
        var id = await _engine.CreateAsync("sleep 60", p => p.HostConfig = new HostConfig());
        await Client.Containers.StartContainerAsync(id, null);
        await Client.Networks.ConnectNetworkAsync(name, new NetworkConnectParameters
        {
            Container = id,
            EndpointConfig = new EndpointSettings { Aliases = new List<string> { "web" } },
        });
        var network = await Client.Networks.InspectNetworkAsync(name);
        Assert.Equal((made.ID, true), (network.ID, network.Internal));
        Assert.Equal(id, Assert.Single(network.Containers).Key);
        Assert.Contains(await Client.Networks.ListNetworksAsync(), n => n.Name == name);
        var settings = (await Client.Containers.InspectContainerAsync(id)).NetworkSettings.Networks[name];
        Assert.Contains("web", settings.Aliases);
        await Client.Networks.DisconnectNetworkAsync(name, new NetworkDisconnectParameters { Container = id, Force = true });
        await Client.Containers.RemoveContainerAsync(id, Force);
        await Client.Networks.DeleteNetworkAsync(name);
        await Assert.ThrowsAsync<DockerNetworkNotFoundException>(() => Client.Networks.InspectNetworkAsync(name));
    }

    [SkippableFact]
    public async Task Volumes_are_made_listed_and_removed()
    {
        _engine.Require();
        var name = _engine.Name + "-volume";
        var made = await Client.Volumes.CreateAsync(new VolumesCreateParameters { Name = name, Labels = new Dictionary<string, string> { ["a"] = "b" } });
        Assert.Equal("b", made.Labels["a"]);
        Assert.Contains((await Client.Volumes.ListAsync()).Volumes, v => v.Name == name);
        Assert.Equal(made.Mountpoint, (await Client.Volumes.InspectAsync(name)).Mountpoint);
        await Client.Volumes.RemoveAsync(name, true);
        var gone = await Assert.ThrowsAsync<DockerApiException>(() => Client.Volumes.InspectAsync(name));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [SkippableFact]
    public async Task Events_are_heard_as_they_happen_until_cancelled()
    {
        _engine.Require();
        using var stop = new CancellationTokenSource();
        var id = await _engine.CreateAsync("exit 5");
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["container"] = new Dictionary<string, bool> { [id] = true } };
        var heard = new FirstOf<Message>(message => message.Action == "die");
        var listening = Client.System.MonitorEventsAsync(new ContainerEventsParameters { Filters = filters, Since = "0" }, heard, stop.Token);
        await Client.Containers.StartContainerAsync(id, null);
        var died = await heard.Task;
        Assert.Equal("5", died.Actor.Attributes["exitCode"]);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    [SkippableFact]
    public async Task A_call_that_does_not_wait_ends_at_the_default_timeout()
    {
        _engine.Require();
        using var silent = new SilentServer();
        using var client = TestEngine.Connect(silent.Address, timeout: TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.System.PingAsync());
    }

    private sealed class FirstOf<T> : IProgress<T>
    {
        private readonly TaskCompletionSource<T> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Func<T, bool> _wanted;

        public FirstOf(Func<T, bool> wanted) => _wanted = wanted;

        public Task<T> Task => _found.Task;

        public void Report(T value)
        {
            if (_wanted(value))
            {
                _found.TrySetResult(value);
            }
        }
    }
}
