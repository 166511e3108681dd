using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using EcsTools.DockerTransport;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Engine.Docker;

namespace EcsTools.Sandbox;

/// <summary>Opens the host that the options ask for: the Docker engine if it may be used and answers, else the simulation.</summary>
internal sealed class ContainerHostFactory : IContainerHostFactory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SandboxOptions _options;
    private readonly SandboxClock _scaledClock;

    /// <param name="options">Which runtime to use, and where its engine is.</param>
    /// <param name="scaledClock">The clock of simulated containers.</param>
    public ContainerHostFactory(SandboxOptions options, SandboxClock scaledClock)
    {
        _options = options;
        _scaledClock = scaledClock;
    }

    public async Task<IContainerHost> OpenAsync(CancellationToken stopping)
    {
        if (_options.Runtime == SandboxRuntime.Simulated)
        {
            return new SimulatedHost(_scaledClock);
        }

        var endpoint = _options.DockerEndpoint ?? EndpointOf(Environment.GetEnvironmentVariable("DOCKER_HOST"));
        DockerClient? docker = null;
        try
        {
            docker = EngineClient.Create(endpoint);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            patience.CancelAfter(Patience);
            await docker.System.PingAsync(patience.Token).ConfigureAwait(false);
            return await DockerHost.OpenAsync(docker, endpoint, stopping).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsAbsence(failure) && !stopping.IsCancellationRequested)
        {
            docker?.Dispose();
            return _options.Runtime == SandboxRuntime.Docker
                ? throw new InvalidOperationException(
                    $"No Docker engine answers at {endpoint}: {failure.Message} "
                    + "Start Docker, use another endpoint, or use the runtime Simulated.", failure)
                : new SimulatedHost(_scaledClock);
        }
    }

    /// <summary>The endpoint that a value of <c>DOCKER_HOST</c> means; that of the local engine without a value.</summary>
    internal static Uri EndpointOf(string? dockerHost)
    {
        // Docker writes npipe:////./pipe/name. In a URI, the dot is the host.
        var text = dockerHost?.StartsWith("npipe:", StringComparison.OrdinalIgnoreCase) == true
            ? "npipe://" + dockerHost.Substring("npipe:".Length).Replace('\\', '/').TrimStart('/')
            : dockerHost;
        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint)
            ? endpoint
            : new Uri(RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "npipe://./pipe/docker_engine" : "unix:///var/run/docker.sock");
    }

    /// <summary>Whether a failure means that there is no usable engine.</summary>
    private static bool IsAbsence(Exception failure) => failure
        is HttpRequestException or SocketException or IOException or TimeoutException or OperationCanceledException
        or InvalidOperationException or NotSupportedException or DockerApiException or UnauthorizedAccessException
        or Newtonsoft.Json.JsonException;
}
