using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Engine;

/// <summary>
/// The engine of this machine and an image with busybox in it, made from this machine's own files. Everything made by a test carries the
/// fixture's name and is gone at the end.
/// </summary>
public sealed class EngineFixture : IAsyncLifetime
{
    internal const string Socket = "/var/run/docker.sock";
    private readonly List<string> _images = new();
    private string? _absent;
    private string _baseId = "";

    /// <summary>Unique to this run.</summary>
    internal string Name { get; } = "ecstools-dock-" + Guid.NewGuid().ToString("N")[..12];

    internal string Image => Name + "-base:1";

    internal IDockerClient Client { get; private set; } = null!;

    internal DockerEngine Engine { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _absent = !File.Exists(Socket) ? $"there is no Docker engine at {Socket}"
            : Tool.Find("busybox") is null ? "busybox is not installed" : null;
        if (_absent is not null)
        {
            return;
        }

        Client = TestEngine.Connect(new Uri("unix://" + Socket));
        try
        {
            await Client.System.PingAsync();
        }
        catch (Exception e) when (e is System.Net.Http.HttpRequestException or SocketException)
        {
            _absent = $"the Docker engine at {Socket} does not answer: {e.Message}";
            return;
        }

        Engine = await DockerEngine.ConnectAsync(Alone("unix://" + Socket), default);
        await MakeBaseAsync();
    }

    public async Task DisposeAsync()
    {
        if (_absent is not null)
        {
            return;
        }

        var filter = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [Name] = true } };
        foreach (var container in await Client.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filter }))
        {
            await Client.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true });
        }

        foreach (var image in _images.Where(image => image != Image).Append(Image))
        {
            await RemoveAsync(image);
        }

        await RemoveDescendantsAsync();
        Engine.Dispose();
        Client.Dispose();
    }

    internal void Require() => Skip.If(_absent is not null, _absent);

    /// <summary>An environment of nobody: no home, no variables but those said.</summary>
    internal static HostEnvironment Alone(string? dockerHost = null, params (string Name, string Value)[] variables)
    {
        var all = variables.ToDictionary(pair => pair.Name, pair => pair.Value);
        if (dockerHost is not null)
        {
            all["DOCKER_HOST"] = dockerHost;
        }

        return new HostEnvironment(HostSystem.Linux, "/nonexistent/home", name => all.GetValueOrDefault(name));
    }

    /// <summary>A name for an image of one test, removed at the end.</summary>
    internal string NewTag(string test)
    {
        var tag = $"{Name}-{test}:1";
        _images.Add(tag);
        return tag;
    }

    /// <summary>A container that runs a shell script.</summary>
    internal async Task<string> CreateAsync(string script, Action<CreateContainerParameters>? change = null)
    {
        var parameters = new CreateContainerParameters
        {
            Image = Image,
            Cmd = new List<string> { "/bin/sh", "-c", script },
            Labels = new Dictionary<string, string> { [Name] = "1" },
            HostConfig = new HostConfig { NetworkMode = "none" },
        };
        change?.Invoke(parameters);
        return (await Client.Containers.CreateContainerAsync(parameters)).ID;
    }

    // A build that failed leaves the layers it had made.
    private async Task RemoveDescendantsAsync()
    {
        var all = await Client.Images.ListImagesAsync(new ImagesListParameters { All = true });
        var ours = new HashSet<string> { _baseId };
        var found = new List<string>();
        for (var before = -1; before < found.Count;)
        {
            before = found.Count;
            found.AddRange(all.Where(image => ours.Contains(image.ParentID) && ours.Add(image.ID)).Select(image => image.ID));
        }

        foreach (var image in found.AsEnumerable().Reverse().Append(_baseId))
        {
            await RemoveAsync(image);
        }
    }

    private async Task RemoveAsync(string image)
    {
        try
        {
            await Client.Images.DeleteImageAsync(image, new ImageDeleteParameters { Force = true });
        }
        catch (DockerImageNotFoundException)
        {
            // Gone with another, or removed by its test.
        }
    }

    private async Task MakeBaseAsync()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("bin"));
        File.Copy(Tool.Find("busybox")!, folder.File("bin/busybox"));
        foreach (var applet in new[] { "sh", "cat", "ls", "find", "sleep", "echo", "true", "false", "stat", "md5sum", "env", "yes", "head", "readlink", "mkdir", "stty" })
        {
            File.CreateSymbolicLink(folder.File("bin/" + applet), "busybox");
        }

        Directory.CreateDirectory(folder.File("tmp"));
        var tar = folder.Path + ".tar";
        try
        {
            using (var process = Process.Start("tar", new[] { "-C", folder.Path, "-cf", tar, "." }))
            {
                await process.WaitForExitAsync();
            }

            using var stream = File.OpenRead(tar);
            var parameters = new ImagesCreateParameters { Repo = Name + "-base", Tag = "1", FromSrc = "-" };
            await Client.Images.CreateImageAsync(parameters, stream, null, new Collected<JSONMessage>());
            _images.Add(Image);
            _baseId = (await Client.Images.InspectImageAsync(Image)).ID;
        }
        finally
        {
            File.Delete(tar);
        }
    }
}

/// <summary>Progress that is kept, in order.</summary>
internal sealed class Collected<T> : IProgress<T>
{
    private readonly object _lock = new();
    private readonly List<T> _values = new();

    /// <summary>What was reported so far.</summary>
    public IReadOnlyList<T> Values
    {
        get
        {
            lock (_lock)
            {
                return _values.ToList();
            }
        }
    }

    public void Report(T value)
    {
        lock (_lock)
        {
            _values.Add(value);
        }
    }
}

/// <summary>One engine and one base image for every test that needs one.</summary>
[CollectionDefinition("Docker engine")]
public sealed class SharedEngine : ICollectionFixture<EngineFixture>
{
}
