using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Images.Engine;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>An image of the engine that was pushed by us, where it is to be used: pulled and run by the engine, and pulled by podman.</summary>
public sealed class PulledImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _name = "ecstools-test-" + Guid.NewGuid().ToString("N")[..12] + ":v1";

    private string _id = "";

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task It_runs_from_the_registry_as_it_was()
    {
        using var registry = await PushAsync();
        var pulled = $"{registry.Host}/web:v1";
        try
        {
            Assert.Equal("it runs\n", await Tool.RunOrFailAsync("docker", "run", "--rm", pulled));
        }
        finally
        {
            await Tool.RunAsync("docker", ["rmi", pulled]);
        }
    }

    [SkippableFact]
    public async Task Podman_pulls_it_with_the_same_layers_and_history()
    {
        Tool.Require("podman");
        using var registry = await PushAsync();
        var storage = new[] { "--root", _folder.File("storage"), "--runroot", _folder.File("run"), "--storage-driver", "vfs" };

        await Tool.RunOrFailAsync("podman", [.. storage, "pull", "-q", "--tls-verify=false", $"{registry.Host}/web:v1"]);

        const string format = "{{.Id}} {{len .RootFS.Layers}} {{(index .History 0).CreatedBy}}";
        var inspected = await Tool.RunOrFailAsync("podman", [.. storage, "image", "inspect", "-f", format, $"{registry.Host}/web:v1"]);
        Assert.StartsWith(_id["sha256:".Length..] + " 1 ", inspected, StringComparison.Ordinal);
        Assert.Contains("busybox", inspected, StringComparison.Ordinal);
    }

    /// <summary>Builds an image, pushes it, and takes it from the engine.</summary>
    private async Task<DockerRegistryServer> PushAsync()
    {
        await Tool.RequireDockerAsync();
        Tool.Require("busybox");
        File.Copy(Tool.Find("busybox")!, _folder.File("busybox"));
        _folder.Write("Dockerfile", "FROM scratch\nCOPY busybox /busybox\nCMD [\"/busybox\", \"echo\", \"it runs\"]\n");
        await Tool.BuildImageAsync(_folder.Path, [_name]);
        var registry = await DockerRegistryServer.StartAsync();
        try
        {
            using var source = (EngineImageSource)await EngineImageSource.OpenAsync(
                await DockerEngine.ConnectAsync(CancellationToken.None), _name, _name, null, CancellationToken.None);
            _id = source.ImageId;
            using var client = RepositoryClients.For(registry.Host);
            await new PushOperation(new PushTarget(client), "test", null, new PushedLayerCache(_folder.File("memory")))
                .RunAsync(source, new PushImageRequest { RepositoryName = "web", Tags = ["v1"] }, CancellationToken.None);
            return registry;
        }
        catch
        {
            registry.Dispose();
            throw;
        }
        finally
        {
            await Tool.RunAsync("docker", ["rmi", _name]);
        }
    }
}
