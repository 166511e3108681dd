using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Engine;

/// <summary>Tasks on an engine to which the loopback address of the sandbox is another one.</summary>
[TakesLong]
public sealed class EngineElsewhereTests(EngineElsewhere engine) : IClassFixture<EngineElsewhere>
{
    [SkippableFact]
    public async Task A_pushed_image_serves_at_the_address_of_the_engine()
    {
        engine.Require();
        var sandbox = await StartAsync(engine.Tcp);
        try
        {
            var (image, digest) = await PushAsync(sandbox);
            var running = await ServeAsync(sandbox, image);
            var binding = DockerSandbox.In(running, "main")["networkBindings"]![0]!;

            Assert.Equal(digest, (string?)DockerSandbox.In(running, "main")["imageDigest"]);
            Assert.Equal(engine.Address, (string?)binding["bindIP"]);
            Assert.Equal("hello\n", await PageAsync($"http://{binding["bindIP"]}:{binding["hostPort"]}/index.html"));
            Assert.Equal($"{engine.Address}:{binding["hostPort"]}", Assert.Single(await PublishedAsync(running)));

            // The second task finds the image that the first one brought.
            await ServeAsync(sandbox, image);
            Assert.Single(await GivenImagesAsync());
        }
        finally
        {
            await sandbox.DisposeAsync();
        }

        Assert.Empty(await GivenImagesAsync());
        Assert.Empty((await engine.DockerAsync("ps", "-aq")).Trim());
    }

    [SkippableFact]
    public async Task An_engine_behind_a_socket_gets_the_image_too()
    {
        engine.Require();
        var sandbox = await StartAsync(engine.Socket);
        try
        {
            var (image, digest) = await PushAsync(sandbox);
            var task = await RunAsync(sandbox, new JsonObject { ["image"] = image, ["command"] = new JsonArray("sh", "-c", "exit 3") });
            var stopped = await sandbox.WaitForStopAsync(task);

            Assert.Equal("Essential container in task exited", (string?)stopped["stoppedReason"]);
            Assert.Equal((3, digest), ((int?)DockerSandbox.In(stopped, "main")["exitCode"], (string?)DockerSandbox.In(stopped, "main")["imageDigest"]));
            var described = await sandbox.Boto.CallAsync("ecr", "DescribeImages", new JsonObject { ["repositoryName"] = RepositoryOf(image) });
            Assert.NotNull(described["imageDetails"]!.AsArray().Single(found => (string?)found!["imageDigest"] == digest)!["lastRecordedPullTime"]);
        }
        finally
        {
            await sandbox.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task Ports_are_published_at_all_addresses_if_the_engine_does_not_have_the_address_of_its_endpoint()
    {
        engine.Require();
        using var forward = new Forward(IPAddress.Parse(engine.Near), engine.Tcp);
        var sandbox = await StartAsync(new Uri($"tcp://{forward.Listening}"));
        try
        {
            var (image, _) = await PushAsync(sandbox);
            var running = await ServeAsync(sandbox, image);
            var binding = DockerSandbox.In(running, "main")["networkBindings"]![0]!;

            Assert.Equal(engine.Near, (string?)binding["bindIP"]);
            Assert.Contains($"0.0.0.0:{binding["hostPort"]}", await PublishedAsync(running));
            Assert.Equal("hello\n", await PageAsync($"http://{engine.Address}:{binding["hostPort"]}/index.html"));
        }
        finally
        {
            await sandbox.DisposeAsync();
        }
    }

    private static async Task<EngineSandbox> StartAsync(Uri endpoint)
    {
        var sandbox = new EngineSandbox(endpoint);
        await sandbox.InitializeAsync();
        return sandbox;
    }

    private static async Task<(string Image, string Digest)> PushAsync(EngineSandbox sandbox)
    {
        var repository = EcsSandbox.Unique("elsewhere");
        await sandbox.Boto.CallAsync("ecr", "CreateRepository", new JsonObject { ["repositoryName"] = repository });
        using var registry = new RegistryClient(sandbox.Server.RegistryUri, sandbox.Server.Cloud.Service<EcrService>().IssueToken().Password);
        return ($"{sandbox.Server.RegistryUri}/{repository}:1", await BusyboxImage.PushIndexAsync(registry, repository, "1"));
    }

    private static string RepositoryOf(string image) => image.Split('/')[1].Split(':')[0];

    private static async Task<JsonObject> RunAsync(EngineSandbox sandbox, JsonObject container)
    {
        var definition = EcsSandbox.Definition(container: container);
        definition["executionRoleArn"] = await sandbox.RoleAsync();
        definition["runtimePlatform"] = new JsonObject
        {
            ["cpuArchitecture"] = BusyboxImage.Architecture == "amd64" ? "X86_64" : "ARM64",
            ["operatingSystemFamily"] = "LINUX",
        };
        return await sandbox.RunAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));
    }

    private static async Task<JsonObject> ServeAsync(EngineSandbox sandbox, string image)
        => await sandbox.WaitAsync(
            await RunAsync(sandbox, new JsonObject
            {
                ["image"] = image,
                ["command"] = new JsonArray("sh", "-c", "echo hello > /index.html; exec /bin/busybox httpd -f -p 8080 -h /"),
                ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 8080 }),
            }),
            now => (string?)now["lastStatus"] is "RUNNING" || (now["stoppedReason"] is { } reason ? throw new InvalidOperationException($"{reason}") : false),
            "RUNNING");

    private async Task<string[]> GivenImagesAsync()
        => (await engine.DockerAsync("images", "--format", "{{.Repository}}:{{.Tag}}"))
            .Split('\n').Where(name => name.StartsWith("ecstools-sandbox-", StringComparison.Ordinal)).ToArray();

    /// <summary>Where the engine says that it publishes the ports of a task.</summary>
    private async Task<string[]> PublishedAsync(JsonObject task)
    {
        var label = "label=ecstools.task=" + ((string)task["taskArn"]!).Split('/').Last();
        var ports = await engine.DockerAsync("ps", "--filter", label, "--format", "{{.Ports}}");
        return ports.Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => port.Split("->")[0]).ToArray();
    }

    private static async Task<string> PageAsync(string url)
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await http.GetStringAsync(new Uri(url));
            }
            catch (HttpRequestException) when (attempt < 600)
            {
                await Task.Delay(100);
            }
        }
    }

    private sealed class EngineSandbox(Uri endpoint) : EcsSandbox
    {
        protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Docker, DockerEndpoint = endpoint };
    }

    /// <summary>Forwards connections, as the host of a virtual machine does.</summary>
    private sealed class Forward : IDisposable
    {
        private readonly TcpListener _listener;
        private readonly Uri _target;

        public Forward(IPAddress address, Uri target)
        {
            _target = target;
            _listener = new TcpListener(address, 0);
            _listener.Start();
            _ = AcceptAsync();
        }

        public EndPoint Listening => _listener.LocalEndpoint;

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using var near = client;
            using var far = new TcpClient();
            try
            {
                await far.ConnectAsync(_target.Host, _target.Port);
                await Task.WhenAll(PumpAsync(near, far), PumpAsync(far, near));
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // The client reports it.
            }
        }

        private static async Task PumpAsync(TcpClient from, TcpClient to)
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
    }
}
