using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

/// <summary>What runs the containers of tasks: a Docker engine, or nothing at all.</summary>
internal interface IContainerHost
{
    /// <summary>How tasks run on this host.</summary>
    ContainerRuntime Runtime { get; }

    /// <summary>Makes the network that every container of the task shares.</summary>
    Task<TaskNetwork> OpenAsync(TaskPlan task, CancellationToken cancellationToken);

    /// <summary>Makes the image of a container available.</summary>
    Task<ContainerImage> PullAsync(TaskPlan task, ImagePull image, CancellationToken cancellationToken);

    Task<IRunningContainer> StartAsync(ContainerStart start, CancellationToken cancellationToken);

    /// <summary>Removes everything of the task that is left.</summary>
    Task CloseAsync(TaskPlan task);

    /// <summary>Ends every task at once, without the time it would have to end by itself.</summary>
    Task KillAsync();

    /// <summary>Removes everything that this sandbox made here. Called last.</summary>
    Task ShutdownAsync();
}

/// <summary>A container that was started.</summary>
internal interface IRunningContainer
{
    string RuntimeId { get; }

    /// <summary>Completes when the container has ended and its last line was given to the log.</summary>
    Task<ContainerExit> Exited { get; }

    /// <summary>HEALTHY, UNHEALTHY or UNKNOWN by the container's own health check.</summary>
    Task<string> HealthAsync(CancellationToken cancellationToken);

    /// <summary>SIGTERM, and SIGKILL after <paramref name="grace"/>.</summary>
    Task StopAsync(TimeSpan grace);
}

/// <summary>A container whose use of the machine can be measured: a real one.</summary>
internal interface IMeasuredContainer
{
    /// <summary>What it has used, or null where it has just ended.</summary>
    Task<ContainerUsage?> UsageAsync(CancellationToken cancellationToken);
}

/// <summary>What a container has used.</summary>
/// <param name="ProcessorTime">Of all its processes, since it was started.</param>
/// <param name="Memory">Bytes it holds now, without files that the machine could forget.</param>
internal sealed record ContainerUsage(TimeSpan ProcessorTime, long Memory);

/// <summary>A container in which further commands can be run: a real one.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs a command beside the container's own program.</summary>
    Task<IContainerExec> ExecAsync(IReadOnlyList<string> command, bool terminal, CancellationToken cancellationToken);
}

/// <summary>Address of a task where it has a real one, and the ports of this machine that lead to its own.</summary>
internal sealed record TaskNetwork(string? Address, IReadOnlyList<PublishedPort> Ports);

internal sealed record PublishedPort(int ContainerPort, int HostPort, string Protocol);

/// <summary>What to pull: the name in the task definition, and where the sandbox's registry holds it, the pinned name and a login to it.</summary>
internal sealed record ImagePull(string Image, string? PinnedName = null, string? User = null, string? Password = null);

/// <summary>An image that is here, with its manifest's digest where it came from a registry.</summary>
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

    /// <summary>The container that could not start, or null where it is the task.</summary>
    public string? Container { get; }

    public string? ContainerReason { get; }

    public static TaskStartException CannotPull(string container, string cause)
        => new("CannotPullContainerError: " + cause, container, "CannotPullContainerError: " + cause);

    /// <summary>What a registry's image lacks, after <c>CannotPullContainerError:</c>.</summary>
    public static string WrongPlatform(string platform)
        => $"pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform '{platform}'";

    public static TaskStartException CannotStart(string container, string cause)
        => new("Task failed to start", container, "CannotStartContainerError: " + cause);

    public static TaskStartException CannotInitialize(string cause) => new("ResourceInitializationError: " + cause);
}
