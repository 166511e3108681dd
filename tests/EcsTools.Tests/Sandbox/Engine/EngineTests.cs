using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Engine.Docker;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Engine;

public sealed class EngineTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task A_sandbox_that_stops_leaves_no_container_network_or_volume()
    {
        sandbox.Require();
        var inner = new DockerSandbox();
        await inner.InitializeAsync();
        var definition = DockerSandbox.Definition(container: new JsonObject
        {
            ["image"] = inner.Image,
            ["command"] = new JsonArray("sleep", "1000"),
            ["mountPoints"] = new JsonArray(new JsonObject { ["sourceVolume"] = "data", ["containerPath"] = "/data" }),
        });
        definition["volumes"] = new JsonArray(new JsonObject { ["name"] = "data" });
        var task = await inner.RunAsync(await inner.ClusterAsync(), await inner.RegisterAsync(definition));
        task = await inner.WaitAsync(task, "RUNNING");
        var id = await IdAsync(task);
        var during = await ObjectsAsync(id);
        await inner.DisposeAsync();

        Assert.Equal(4, during.Count);
        Assert.Empty(await ObjectsAsync(id));
    }

    [SkippableFact]
    public async Task What_a_dead_sandbox_left_is_removed_by_the_next_one_and_what_a_live_one_has_is_not()
    {
        sandbox.Require();
        var task = await sandbox.WaitAsync(await sandbox.RunScriptAsync("sleep 1000"), "RUNNING");
        var name = DockerSandbox.Unique("ecstools-leftover");
        await Tool.RunOrFailAsync(
            "docker", "create", "--name", name, "--label", "ecstools.sandbox=dead",
            "--label", $"ecstools.process={DockerLabels.Host}/999999/1", sandbox.Image, "true");
        var (dead, used) = ($"ecstools-sandbox-{Guid.NewGuid():N}/a/b:1", $"ecstools-sandbox-{await IdAsync(task)}/a/b:1");
        await Tool.RunOrFailAsync("docker", "tag", sandbox.Image, dead);
        await Tool.RunOrFailAsync("docker", "tag", sandbox.Image, used);
        await using (await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Docker }, CancellationToken.None))
        {
            Assert.NotEqual(0, (await Tool.RunAsync("docker", ["inspect", name])).ExitCode);
            Assert.NotEqual(0, (await Tool.RunAsync("docker", ["inspect", dead])).ExitCode);
        }

        var live = (string)DockerSandbox.In(task, "main")["runtimeId"]!;
        Assert.Equal("running", (await Tool.RunOrFailAsync("docker", "inspect", "--format", "{{.State.Status}}", live)).Trim());
        await Tool.RunOrFailAsync("docker", "rmi", used);
    }

    [Fact]
    public async Task An_address_that_is_no_engines_is_an_error_that_names_it()
    {
        var options = new SandboxOptions { Runtime = SandboxRuntime.Docker, DockerEndpoint = new Uri("ssh://host") };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => SandboxServer.StartAsync(options, CancellationToken.None));
        Assert.Contains("ssh://host", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docker_that_is_asked_for_and_absent_is_an_error_that_says_where()
    {
        var options = new SandboxOptions { Runtime = SandboxRuntime.Docker, DockerEndpoint = new Uri("tcp://127.0.0.1:1") };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => SandboxServer.StartAsync(options, CancellationToken.None));

        Assert.Contains("127.0.0.1:1", error.Message);
        Assert.Contains("Simulated", error.Message);
    }

    [Fact]
    public async Task Docker_that_is_absent_and_not_asked_for_is_simulated()
    {
        var options = new SandboxOptions { DockerEndpoint = new Uri("tcp://127.0.0.1:1") };
        await using var server = await SandboxServer.StartAsync(options, CancellationToken.None);

        Assert.Equal(SandboxRuntime.Simulated, server.Runtime);
    }

    [Theory]
    [InlineData("npipe:////./pipe/docker_engine", "npipe://./pipe/docker_engine")]
    [InlineData(@"npipe:\\.\pipe\docker_engine", "npipe://./pipe/docker_engine")]
    [InlineData("npipe://./pipe/docker_engine", "npipe://./pipe/docker_engine")]
    [InlineData("unix:///run/user/1000/docker.sock", "unix:///run/user/1000/docker.sock")]
    [InlineData("tcp://192.0.2.1:2375", "tcp://192.0.2.1:2375")]
    public void DOCKER_HOST_is_read_in_the_form_of_Docker(string host, string endpoint)
        => Assert.Equal(endpoint, ContainerHostFactory.EndpointOf(host).OriginalString);

    [Theory]
    [InlineData(false, 62)]
    [InlineData(true, 183)]
    public void The_pause_program_is_an_ELF_of_its_machine(bool arm64, int machine)
    {
        var elf = PauseImage.Executable(arm64);

        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1], elf[..7]);
        Assert.Equal(machine, BitConverter.ToUInt16(elf, 18));
        Assert.Equal((ulong)elf.Length, BitConverter.ToUInt64(elf, 64 + 32));
        Assert.Equal(0x400000ul + 120, BitConverter.ToUInt64(elf, 24));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8589934591)]
    [InlineData(8589934592)]
    [InlineData(55834574848)]
    public void The_tar_of_an_image_names_the_size_of_each_layer(long size)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("tar"), EcsTools.Sandbox.Engine.Docker.TarFile.Header("blobs/sha256/0", size));
        using var tar = new TarReader(File.OpenRead(folder.File("tar")));

        Assert.Equal(size, tar.GetNextEntry()!.Length);
    }

    /// <summary>The id of the sandbox that runs a task.</summary>
    private static async Task<string> IdAsync(JsonObject running)
    {
        var container = (string)DockerSandbox.In(running, "main")["runtimeId"]!;
        return (await Tool.RunOrFailAsync("docker", "inspect", "--format", "{{index .Config.Labels \"ecstools.sandbox\"}}", container)).Trim();
    }

    /// <summary>Everything on the engine that a sandbox made.</summary>
    private static async Task<IReadOnlyList<string>> ObjectsAsync(string id)
    {
        var found = new List<string>();
        foreach (var list in new[] { "ps -a", "network ls", "volume ls" })
        {
            var name = list == "ps -a" ? "{{.Names}}" : "{{.Name}}";
            var lines = await Tool.RunOrFailAsync("docker", [.. list.Split(' '), "--filter", "label=ecstools.sandbox=" + id, "--format", name]);
            found.AddRange(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return found;
    }
}
