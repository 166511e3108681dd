using System;
using System.Collections.Generic;
using EcsTools.Services;

namespace EcsTools.Models;

/// <summary>Why a task failed and what to do about it: everything AWS says about it, in one object.</summary>
public sealed record FargateFailure
{
    /// <summary>ARN of the task.</summary>
    public required string TaskArn { get; init; }

    /// <summary>The task's id: the last part of its ARN.</summary>
    public required string TaskId { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Family of the task definition that it ran.</summary>
    public required string Family { get; init; }

    /// <summary>ARN of the task definition revision that it ran.</summary>
    public required string TaskDefinitionArn { get; init; }

    /// <summary>The service that started it; null if no service did.</summary>
    public string? ServiceName { get; init; }

    /// <summary>The reason as one word, for scripts.</summary>
    public string Kind { get; init; } = FargateFailureKind.Unknown;

    /// <summary>The reason, as one sentence.</summary>
    public required string Cause { get; init; }

    /// <summary>The evidence: what AWS said, and what was found in the registry and the network.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What to do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>A command line that fixes it. Replace the words in angle brackets. Null if no command can fix it.</summary>
    public string? Fix { get; init; }

    /// <summary>ECS's code for the stop, such as <c>TaskFailedToStart</c>.</summary>
    public string? StopCode { get; init; }

    /// <summary>Why it stopped, in the words of ECS.</summary>
    public string? StoppedReason { get; init; }

    /// <summary>Exit code of the container that caused the failure; null if no container ran.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Name of the container that caused the failure; null if the task itself failed.</summary>
    public string? Container { get; init; }

    /// <summary>Image of that container.</summary>
    public string? Image { get; init; }

    /// <summary>Platforms that the image is built for, such as <c>linux/arm64</c>; empty if they do not matter or cannot be read.</summary>
    public IReadOnlyList<string> ImagePlatforms { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Platform that the task runs on, such as <c>linux/amd64</c>.</summary>
    public string? TaskPlatform { get; init; }

    /// <summary>The task's subnet and its route to the internet; null if they do not matter or cannot be read.</summary>
    public string? Network { get; init; }

    /// <summary>The last lines it wrote, at most twenty.</summary>
    public IReadOnlyList<string> LogLines { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Events of its service from that time, at most five.</summary>
    public IReadOnlyList<string> ServiceEvents { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>When it stopped.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>How long it ran; null if it never ran.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether this comes from a record on this machine because ECS no longer knows the task.</summary>
    public bool Remembered { get; init; }

    /// <summary>What ran the task in the sandbox: <c>Docker</c> or <c>Simulated</c>; null on AWS.</summary>
    public string? Runtime { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The cause.</summary>
    public override string ToString() => Cause;
}
