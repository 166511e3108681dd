using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Images.Build;
using EcsTools.Images.Credentials;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;
using EcsTools.Logs;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Sandbox;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Services;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Usage;

/// <summary>
/// Every wait ends when it is cancelled. Each test lets the other side never answer (a clock that stands still, a server that says nothing, a program that
/// sleeps), waits until the wait has begun, and cancels it. A wait that does not see the token would never end.
/// </summary>
public sealed class CancelledWaitTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_wait_for_a_task()
    {
        var task = await RunningAsync();
        var clock = new StillClock();
        using var connection = sandbox.Connect(clock);
        await EndsAsync(clock.Waiting, token => new TaskWait(connection)
            .WaitAsync([TaskReference.Parse(task.TaskArn, null)], TaskWaitFor.Stopped, null, (error, _) => throw error, null, token).ToListAsync(token).AsTask());
    }

    [Fact]
    public async Task Following_a_log()
    {
        var task = await RunningAsync();
        var clock = new StillClock();
        using var connection = sandbox.Connect(clock);
        var request = new TaskLogRequest { Tasks = [TaskReference.Parse(task.TaskArn, null)], Follow = true };
        await EndsAsync(clock.Waiting, token => new TaskLogs(connection).ReadAsync(request, error => throw error, null, token).ToListAsync(token).AsTask());
    }

    [Fact]
    public async Task A_run_with_its_log()
    {
        var task = await RunningAsync();
        var clock = new StillClock();
        using var connection = sandbox.Connect(clock);
        await EndsAsync(clock.Waiting, token => new TaskRunMonitor(connection).StayAsync([task], false, null, null, (error, _) => throw error, null, token));
    }

    [Fact]
    public async Task The_wait_for_a_service()
    {
        using var ecs = new ScriptedEcs();
        _ = new ServiceScript(ecs) { Status = "IN_PROGRESS" };
        var clock = new StillClock();
        using var connection = ecs.Connect(clock);
        var request = new ServiceWaitRequest { Service = ServiceReference.Parse("web", "demo") };
        await EndsAsync(clock.Waiting, token => new ServiceWait(connection).WaitAsync(request, null, token));
    }

    [Fact]
    public async Task An_upload_that_the_registry_does_not_take()
    {
        using var server = new SilentListener();
        using var client = RepositoryClients.For(server.Host);
        await EndsAsync(server.Called, token => client.FindBlobAsync("sha256:" + new string('a', 64), token));
    }

    [Fact]
    public async Task A_token_server_that_does_not_answer()
    {
        using var server = new SilentListener();
        using var tokens = new TokenServer(new RegistryAddress("localhost:5000"), null, null);
        var challenge = new AuthenticationChallenge("Bearer", new Dictionary<string, string> { ["realm"] = $"http://{server.Host}/token", ["service"] = "test" });
        await EndsAsync(server.Called, token => tokens.FetchAsync(new RegistryScope("team/web", Push: false), challenge, token));
    }

    [Fact]
    public async Task A_docker_engine_that_does_not_answer()
    {
        using var server = new SilentListener();
        await EndsAsync(server.Called, token => DockerEngine.ConnectAsync(EngineFixture.Alone("tcp://" + server.Host), token));
    }

    [Fact]
    public async Task The_start_of_a_sandbox_whose_engine_does_not_answer()
    {
        using var server = new SilentListener();
        var options = new SandboxOptions { Runtime = SandboxRuntime.Docker, DockerEndpoint = new Uri("tcp://" + server.Host) };
        await EndsAsync(server.Called, token => SandboxServer.StartAsync(options, token));
    }

    [SkippableFact]
    public async Task A_credential_helper_that_does_not_answer()
    {
        using var folder = Script("docker-credential-slow", out var begun);
        folder.Write("config.json", "{\"credsStore\":\"slow\"}");
        var file = new DockerConfigFile(EngineFixture.Alone(null, ("DOCKER_CONFIG", folder.Path), ("PATH", folder.Path)), SystemClock.Instance);
        await EndsAsync(begun, token => file.FindAsync("r.example", token));
    }

    [SkippableFact]
    public async Task A_credential_process_that_does_not_answer()
    {
        using var folder = Script("credentials", out var begun);
        var credentials = folder.Write("aws", $"[slow]\ncredential_process = {folder.File("credentials")}\nregion = eu-west-1\n");
        var request = new AwsConnectionRequest { ProfileName = "slow", ProfileLocation = credentials };
        await EndsAsync(begun, token => AwsConnections.ConnectAsync(request, null, token));
    }

    /// <summary>Starts a wait, cancels it once it has begun, and sees it end.</summary>
    private static async Task EndsAsync<T>(Task begun, Func<CancellationToken, Task<T>> wait)
    {
        using var stop = new CancellationTokenSource();
        var waiting = Task.Run(() => wait(stop.Token));
        Assert.NotSame(waiting, await Task.WhenAny(waiting, begun).WaitAsync(Guard));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Guard));
    }

    private async Task<FargateTask> RunningAsync()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(
            new TaskDefinitionRequest { Family = TaskSandbox.Unique("cancel"), ImageUri = "example:1", Ports = [new TaskPort(80, "tcp")] });
        return Assert.Single(await sandbox.StartAsync(new StartTaskRequest { TaskDefinition = definition.TaskDefinitionArn, Cluster = cluster.Cluster }));
    }

    /// <summary>A program that says that it runs, and then sleeps.</summary>
    private static TemporaryFolder Script(string name, out Task begun)
    {
        Skip.If(OperatingSystem.IsWindows(), "the program is a shell script");
        var folder = new TemporaryFolder();
        var script = folder.Write(name, $"#!/bin/sh\nPATH=/usr/bin:/bin\ntouch '{folder.File("begun")}'\nsleep 600\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        begun = Task.Run(async () =>
        {
            while (!File.Exists(folder.File("begun")))
            {
                await Task.Delay(20);
            }
        });
        return folder;
    }

    /// <summary>A clock on which no wait ever ends by itself.</summary>
    private sealed class StillClock : IClock
    {
        private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Waiting => _waiting.Task;

        public DateTimeOffset UtcNow { get; } = DateTimeOffset.UtcNow;

        public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
        {
            _waiting.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        }

        public double NextRandom() => 0.5;
    }

    /// <summary>A server that takes connections and says nothing.</summary>
    private sealed class SilentListener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _clients = [];

        public SilentListener()
        {
            _listener.Start();
            Host = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
            Called = AcceptAsync();
        }

        public string Host { get; }

        public Task Called { get; }

        public void Dispose()
        {
            _listener.Stop();
            _clients.ForEach(client => client.Dispose());
        }

        private async Task AcceptAsync()
        {
            var client = await _listener.AcceptTcpClientAsync();
            _clients.Add(client);
            _ = await client.GetStream().ReadAsync(new byte[1]);
        }
    }
}
