using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>A started container: its lines go out as they come, and its end is known once the last line is.</summary>
internal sealed class DockerContainer : IRunningContainer, ICommandRunner
{
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(10);

    private readonly IDockerClient _docker;

    public DockerContainer(IDockerClient docker, string id, MultiplexedStream output, Action<string> line)
    {
        _docker = docker;
        RuntimeId = id;
        Exited = EndAsync(ContainerLines.FollowAsync(output, line));
    }

    public string RuntimeId { get; }

    public Task<ContainerExit> Exited { get; }

    public async Task<string> HealthAsync(CancellationToken cancellationToken)
    {
        try
        {
            var container = await _docker.Containers.InspectContainerAsync(RuntimeId, cancellationToken).ConfigureAwait(false);
            return container.State.Health?.Status switch
            {
                "healthy" => "HEALTHY",
                "unhealthy" => "UNHEALTHY",
                _ => "UNKNOWN",
            };
        }
        catch (DockerApiException)
        {
            return "UNKNOWN";
        }
    }

    public async Task StopAsync(TimeSpan grace)
    {
        try
        {
            var parameters = new ContainerStopParameters { WaitBeforeKillSeconds = (uint)grace.TotalSeconds };
            await _docker.Containers.StopContainerAsync(RuntimeId, parameters).ConfigureAwait(false);
        }
        catch (DockerContainerNotFoundException)
        {
            // It ended and was removed by someone else: stopped is what it was to be.
        }
    }

    public async Task<IContainerExec> ExecAsync(IReadOnlyList<string> command, bool terminal, CancellationToken cancellationToken)
        => await DockerExec.StartAsync(_docker, RuntimeId, command, terminal, cancellationToken).ConfigureAwait(false);

    private async Task<ContainerExit> EndAsync(Task lines)
    {
        try
        {
            await _docker.Containers.WaitContainerAsync(RuntimeId).ConfigureAwait(false);
            await Task.WhenAny(lines, Task.Delay(LastLines)).ConfigureAwait(false);
            var state = (await _docker.Containers.InspectContainerAsync(RuntimeId).ConfigureAwait(false)).State;
            return new ContainerExit((int)state.ExitCode, state.OOMKilled);
        }
        catch (Exception e) when (e is DockerApiException or System.IO.IOException or System.Net.Http.HttpRequestException)
        {
            // Removed by hand, or the engine went away: as good as killed.
            return new ContainerExit(137, OutOfMemory: false);
        }
    }
}
