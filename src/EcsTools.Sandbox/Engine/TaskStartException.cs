using System;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

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
