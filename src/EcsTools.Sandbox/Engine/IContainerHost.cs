using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

/// <summary>Runs the containers of tasks: a Docker engine, or a simulation.</summary>
internal interface IContainerHost
{
    /// <summary>How tasks run on this host.</summary>
    ContainerRuntime Runtime { get; }

    /// <summary>Creates the network that the containers of a task share.</summary>
    Task<TaskNetwork> OpenAsync(TaskPlan task, CancellationToken cancellationToken);

    /// <summary>Pulls the image of a container.</summary>
    Task<ContainerImage> PullAsync(TaskPlan task, ImagePull image, CancellationToken cancellationToken);

    Task<IRunningContainer> StartAsync(ContainerStart start, CancellationToken cancellationToken);

    /// <summary>Removes everything that is left of the task.</summary>
    Task CloseAsync(TaskPlan task);

    /// <summary>Kills all containers at once, without a grace period.</summary>
    Task KillAsync();

    /// <summary>Removes everything that this sandbox created on the host. Called last.</summary>
    Task ShutdownAsync();
}

/// <summary>A container that was started.</summary>
internal interface IRunningContainer
{
    string RuntimeId { get; }

    /// <summary>Completes when the container has ended and its last line is in the log.</summary>
    Task<ContainerExit> Exited { get; }

    /// <summary>HEALTHY, UNHEALTHY or UNKNOWN by the container's own health check.</summary>
    Task<string> HealthAsync(CancellationToken cancellationToken);

    /// <summary>SIGTERM, and SIGKILL after <paramref name="grace"/>.</summary>
    Task StopAsync(TimeSpan grace);
}

/// <summary>A container whose use of the machine can be measured: a real one.</summary>
internal interface IMeasuredContainer
{
    /// <summary>Its usage, or null if it has just ended.</summary>
    Task<ContainerUsage?> UsageAsync(CancellationToken cancellationToken);
}

/// <summary>The usage of a container.</summary>
/// <param name="ProcessorTime">The processor time of all its processes since its start.</param>
/// <param name="Memory">The bytes it uses now, without reclaimable file cache.</param>
internal sealed record ContainerUsage(TimeSpan ProcessorTime, long Memory);

/// <summary>A container in which further commands can be run: a real one.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs a command in the container, in addition to its program.</summary>
    Task<IContainerExec> ExecAsync(IReadOnlyList<string> command, bool terminal, CancellationToken cancellationToken);
}

/// <summary>The address of a task, if it has a real one, and the ports of this machine that lead to its ports.</summary>
internal sealed record TaskNetwork(string? Address, IReadOnlyList<PublishedPort> Ports);

internal sealed record PublishedPort(int ContainerPort, int HostPort, string Protocol);

/// <summary>What to pull: the name in the task definition and, for an image of the sandbox's registry, the pinned name and a login.</summary>
internal sealed record ImagePull(string Image, string? PinnedName = null, string? User = null, string? Password = null);

/// <summary>An image on the host, with the digest of its manifest if it came from a registry.</summary>
internal sealed record ContainerImage(string Reference, string? Digest);

internal sealed record ContainerStart(
    TaskPlan Task,
    ContainerPlan Container,
    ContainerImage Image,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    Action<string> Line);

internal sealed record ContainerExit(int Code, bool OutOfMemory);

/// <summary>A task cannot start, in the words of ECS.</summary>
internal sealed class TaskStartException : Exception
{
    public TaskStartException(string stoppedReason, string? container = null, string? containerReason = null)
        : base(stoppedReason)
    {
        Container = container;
        ContainerReason = containerReason;
    }

    /// <summary>The container that could not start, or null if the whole task could not.</summary>
    public string? Container { get; }

    public string? ContainerReason { get; }

    public static TaskStartException CannotPull(string container, string cause)
        => new("CannotPullContainerError: " + cause, container, "CannotPullContainerError: " + cause);

    /// <summary>The text for an image without this platform.</summary>
    public static string WrongPlatform(string platform)
        => $"pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform '{platform}'";

    public static TaskStartException CannotStart(string container, string cause)
        => new("Task failed to start", container, "CannotStartContainerError: " + cause);

    public static TaskStartException CannotInitialize(string cause) => new("ResourceInitializationError: " + cause);
}
