using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using EcsTools.DockerTransport;
using EcsTools.Sandbox.Engine.Docker;
using EcsTools.Sandbox.Services;

namespace EcsTools.Sandbox.Engine;

/// <summary>Finds what runs containers on this machine.</summary>
internal static class ContainerHosts
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The Docker engine where one is wanted and answers, else the simulation.</summary>
    /// <exception cref="InvalidOperationException">Docker was asked for and no engine answers.</exception>
    public static async Task<IContainerHost> OpenAsync(SandboxCloud cloud)
    {
        if (cloud.Options.Runtime == SandboxRuntime.Simulated)
        {
            return new SimulatedHost(cloud.ScaledClock);
        }

        var endpoint = Endpoint(cloud.Options);
        DockerClient? docker = null;
        try
        {
            docker = EngineClient.Create(endpoint);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cloud.Stopping);
            patience.CancelAfter(Patience);
            await docker.System.PingAsync(patience.Token).ConfigureAwait(false);
            return await DockerHost.OpenAsync(docker, cloud.Stopping).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsAbsence(failure) && !cloud.Stopping.IsCancellationRequested)
        {
            docker?.Dispose();
            return cloud.Options.Runtime == SandboxRuntime.Docker
                ? throw new InvalidOperationException(
                    $"No Docker engine answers at {endpoint}: {failure.Message} "
                    + "Start Docker, name another endpoint, or take the runtime Simulated.", failure)
                : new SimulatedHost(cloud.ScaledClock);
        }
    }

    private static Uri Endpoint(SandboxOptions options)
    {
        if (options.DockerEndpoint is not null)
        {
            return options.DockerEndpoint;
        }

        return Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host && Uri.TryCreate(host, UriKind.Absolute, out var uri)
            ? uri
            : new Uri(RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "npipe://./pipe/docker_engine" : "unix:///var/run/docker.sock");
    }

    /// <summary>Whether this is how an engine shows that it is not there, or not fit.</summary>
    private static bool IsAbsence(Exception failure) => failure
        is HttpRequestException or SocketException or IOException or TimeoutException or OperationCanceledException
        or InvalidOperationException or NotSupportedException or DockerApiException or UnauthorizedAccessException
        or Newtonsoft.Json.JsonException;
}
