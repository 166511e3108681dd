using System;
using EcsTools.Aws;

namespace EcsTools.Tasks.Exec;

/// <summary>A command to run in a container of a task.</summary>
public sealed record TaskExecRequest
{
    /// <summary>The task.</summary>
    public required TaskReference Task { get; init; }

    /// <summary>The container; by default the first essential one.</summary>
    public string? Container { get; init; }

    /// <summary>The command line. It is split into words as a shell does, but no shell runs unless the command names one.</summary>
    public string Command { get; init; } = "/bin/sh";

    /// <summary>How long to wait until the task, and the agent in it, are ready.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(60);
}
