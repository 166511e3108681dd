using EcsTools.Models;

namespace EcsTools.Tasks.Exec;

/// <summary>A command that ECS is ready to run. It can be run once.</summary>
public sealed record TaskExecSession
{
    /// <summary>The task.</summary>
    public required FargateTask Task { get; init; }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>The command line.</summary>
    public required string Command { get; init; }

    /// <summary>The session's id in Systems Manager.</summary>
    public required string SessionId { get; init; }

    /// <summary>Whether a sandbox runs it, over the sandbox's own stream.</summary>
    public bool InSandbox { get; init; }

    internal string StreamUrl { get; init; } = "";

    internal string Token { get; init; } = "";

    internal string Target { get; init; } = "";

    /// <summary>Task and container. The token is left out because it is secret.</summary>
    public override string ToString() => $"{Container} of task {Task.TaskId}";
}
