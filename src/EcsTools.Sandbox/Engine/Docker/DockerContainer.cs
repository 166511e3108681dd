using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>A started container: its lines go out as they come, and its end is known once the last line is.</summary>
internal sealed class DockerContainer : IRunningContainer, ICommandRunner, IMeasuredContainer
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

    public async Task<bool> RunsAsync()
    {
        if (Exited.IsCompleted)
        {
            return false;
        }

        try
        {
            return (await _docker.Containers.InspectContainerAsync(RuntimeId).ConfigureAwait(false)).State is { Running: true, Dead: false };
        }
        catch (Exception e) when (e is DockerApiException or System.IO.IOException or System.Net.Http.HttpRequestException)
        {
            return false;
        }
    }

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

    public async Task<ContainerUsage?> UsageAsync(CancellationToken cancellationToken)
    {
        var measured = new Newest();
        try
        {
            var once = new ContainerStatsParameters { Stream = false, OneShot = true };
            await _docker.Containers.GetContainerStatsAsync(RuntimeId, once, measured, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException)
        {
            return null;
        }

        // Of a container that has ended the engine answers zeros.
        return measured.Value is { CPUStats.CPUUsage.TotalUsage: > 0 } stats
            ? new ContainerUsage(TimeSpan.FromTicks((long)(stats.CPUStats.CPUUsage.TotalUsage / 100)), MemoryOf(stats.MemoryStats))
            : null;
    }

    /// <summary>As <c>docker stats</c> reckons: what is kept of files and was not used of late could be given back (cgroup 2, then 1).</summary>
    private static long MemoryOf(MemoryStats? memory)
    {
        ulong inactive = 0;
        _ = memory?.Stats is { } stats
            && (stats.TryGetValue("inactive_file", out inactive) || stats.TryGetValue("total_inactive_file", out inactive));
        return memory is null || memory.Usage < inactive ? 0 : (long)(memory.Usage - inactive);
    }

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

    private sealed class Newest : IProgress<ContainerStatsResponse>
    {
        public ContainerStatsResponse? Value { get; private set; }

        public void Report(ContainerStatsResponse value) => Value = value;
    }
}
