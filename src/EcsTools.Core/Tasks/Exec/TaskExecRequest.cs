using System;
using EcsTools.Aws;

namespace EcsTools.Tasks.Exec;

/// <summary>A command that is to be run in a container of a task.</summary>
public sealed record TaskExecRequest
{
    /// <summary>The task.</summary>
    public required TaskReference Task { get; init; }

    /// <summary>The container; by default the first essential one.</summary>
    public string? Container { get; init; }

    /// <summary>The command line: words as a shell splits them, though there is no shell unless it names one.</summary>
    public string Command { get; init; } = "/bin/sh";

    /// <summary>How long to wait for the task, and for the agent in it, to be ready.</summary>
    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(60);
}
