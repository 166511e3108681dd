using System;
using System.Collections.Generic;
using EcsTools.Services;

namespace EcsTools.Models;

/// <summary>Why a task failed, and what to do about it: everything AWS says of it in one object.</summary>
public sealed record FargateFailure
{
    /// <summary>ARN of the task.</summary>
    public required string TaskArn { get; init; }

    /// <summary>Last part of the ARN.</summary>
    public required string TaskId { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Family of the revision it ran.</summary>
    public required string Family { get; init; }

    /// <summary>ARN of the revision it ran.</summary>
    public required string TaskDefinitionArn { get; init; }

    /// <summary>The service it was started for; null for a task of its own.</summary>
    public string? ServiceName { get; init; }

    /// <summary>The reason, for scripts.</summary>
    public FargateFailureKind Kind { get; init; }

    /// <summary>The reason, as one sentence.</summary>
    public required string Cause { get; init; }

    /// <summary>What supports it: AWS's own words, what was found in the registry and the network.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What to do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>A command line that does it. Words in angle brackets are yours to fill in. Null where no command can.</summary>
    public string? Fix { get; init; }

    /// <summary>Kind of stop, as ECS has it, such as <c>TaskFailedToStart</c>.</summary>
    public string? StopCode { get; init; }

    /// <summary>Why it stopped, as ECS says it.</summary>
    public string? StoppedReason { get; init; }

    /// <summary>Exit code of the container that decided; null where none ran.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Name of the container that decided; null where it was the task itself.</summary>
    public string? Container { get; init; }

    /// <summary>Image of that container.</summary>
    public string? Image { get; init; }

    /// <summary>What the image is built for, such as <c>linux/arm64</c>; empty where that did not matter or cannot be read.</summary>
    public IReadOnlyList<string> ImagePlatforms { get; init; } = [];

    /// <summary>What the task runs on, such as <c>linux/amd64</c>.</summary>
    public string? TaskPlatform { get; init; }

    /// <summary>The task's subnet and its way out; null where that did not matter or cannot be read.</summary>
    public string? Network { get; init; }

    /// <summary>The last lines it wrote, twenty at most.</summary>
    public IReadOnlyList<string> LogLines { get; init; } = [];

    /// <summary>What its service said meanwhile, five at most.</summary>
    public IReadOnlyList<string> ServiceEvents { get; init; } = [];

    /// <summary>When it stopped.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>How long it ran; null where it never did.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether this comes from this machine's memory, because ECS has forgotten the task.</summary>
    public bool Remembered { get; init; }

    /// <summary>What ran it where that was not AWS: <c>Docker</c> or <c>Simulated</c> in the sandbox; else null.</summary>
    public string? Runtime { get; init; }

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>Account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The cause.</summary>
    public override string ToString() => Cause;
}
