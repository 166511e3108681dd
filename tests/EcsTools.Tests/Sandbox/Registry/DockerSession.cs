using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

/// <summary>The docker client with a configuration of its own that is logged in to a sandbox; its images go with it.</summary>
internal sealed class DockerSession : IAsyncDisposable
{
    private readonly TemporaryFolder _configuration = new();
    private readonly List<string> _images = [];

    private DockerSession()
    {
    }

    public static async Task<DockerSession> StartAsync(RegistryFixture registry)
    {
        await Tool.RequireDockerAsync();
        var session = new DockerSession();
        var login = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"AWS:{registry.Password}"));
        session._configuration.Write("config.json", $$"""{ "auths": { "{{registry.Server.RegistryUri}}": { "auth": "{{login}}" } } }""");
        return session;
    }

    /// <summary>Images to remove at the end.</summary>
    public void Owns(params string[] images) => _images.AddRange(images);

    public async Task<string> RunAsync(params string[] arguments)
    {
        var result = await ExecuteAsync(arguments);
        Assert.True(result.ExitCode == 0, $"docker {string.Join(' ', arguments)}: {result.Error}{result.Output}");
        return result.Output;
    }

    public Task BuildAsync(string folder, params string[] images) => Tool.BuildImageAsync(folder, images, _configuration.Path);

    public async Task<string> FailAsync(params string[] arguments)
    {
        var result = await ExecuteAsync(arguments);
        Assert.True(result.ExitCode != 0, $"docker {string.Join(' ', arguments)} succeeded: {result.Output}");
        return result.Error + result.Output;
    }

    public async ValueTask DisposeAsync()
    {
        if (_images.Count > 0)
        {
            await ExecuteAsync(["rmi", "-f", .. _images]);
        }

        _configuration.Dispose();
    }

    // The classic builder: it is there in every engine.
    private Task<ToolResult> ExecuteAsync(string[] arguments)
        => Tool.RunAsync("docker", new[] { "--config", _configuration.Path }.Concat(arguments), new Dictionary<string, string?> { ["DOCKER_BUILDKIT"] = "0" });
}
