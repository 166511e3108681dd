using System.Collections.Generic;
using EcsTools.Network;

namespace EcsTools.TaskDefinitions;

/// <summary>What one container of a task definition shall be. What is null is not said.</summary>
public abstract record ContainerRequest
{
    /// <summary>Image of the container.</summary>
    public string? ImageUri { get; init; }

    /// <summary>Ports the container listens on.</summary>
    public IReadOnlyList<TaskPort>? Ports { get; init; }

    /// <summary>Environment variables. Never secrets: they can be read by who may read the definition.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Environment variables whose values come from Secrets Manager or Parameter Store: name to ARN or parameter name.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>Files of environment variables in S3: ARNs, or <c>s3://bucket/key</c>.</summary>
    public IReadOnlyList<string>? EnvironmentFiles { get; init; }

    /// <summary>Replaces the image's command.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Replaces the image's entry point.</summary>
    public IReadOnlyList<string>? EntryPoint { get; init; }

    /// <summary>How the container is asked whether it is well.</summary>
    public TaskHealthCheck? HealthCheck { get; init; }

    /// <summary>Volumes, and where they are in the container.</summary>
    public IReadOnlyList<TaskVolume>? Volumes { get; init; }

    /// <summary>Limits of its processes.</summary>
    public IReadOnlyList<TaskUlimit>? Ulimits { get; init; }

    /// <summary>What other containers must be before this one starts.</summary>
    public IReadOnlyList<TaskDependency>? DependsOn { get; init; }

    /// <summary>Hard limit of its memory in MiB; by default the task's.</summary>
    public int? ContainerMemory { get; init; }

    /// <summary>CPU units it has of the task's at least.</summary>
    public int? ContainerCpu { get; init; }

    /// <summary>Seconds between SIGTERM and SIGKILL, 120 at most.</summary>
    public int? StopTimeout { get; init; }

    /// <summary>User, or user:group, it runs as.</summary>
    public string? User { get; init; }

    /// <summary>Folder it starts in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether its root file system cannot be written.</summary>
    public bool? ReadOnlyRootFilesystem { get; init; }

    /// <summary>Whether a process of its own takes up the children that others leave: as Enter-FargateTask does.</summary>
    public bool? InitProcess { get; init; }

    /// <summary><c>awslogs</c>, <c>awsfirelens</c> or <c>splunk</c>; null for awslogs.</summary>
    public string? LogDriver { get; init; }

    /// <summary>Options of the log driver, over those that are there.</summary>
    public IReadOnlyDictionary<string, string>? LogOptions { get; init; }
}

/// <summary>A container beside the one the task is for.</summary>
public sealed record SidecarRequest : ContainerRequest
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the task ends with it.</summary>
    public bool Essential { get; init; }

    /// <summary><c>fluentbit</c> or <c>fluentd</c> for a container that takes the logs of others; null for any other.</summary>
    public string? LogRouter { get; init; }

    /// <summary>Leaves its output unkept.</summary>
    public bool NoLog { get; init; }
}

/// <summary>A container's health check. What is null keeps the value that is there, or takes AWS's default.</summary>
public sealed record TaskHealthCheck
{
    /// <summary>One text for the shell, or a program and its arguments. May begin with <c>CMD</c> or <c>CMD-SHELL</c>.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Seconds between two checks, 5 to 300; 30 by default.</summary>
    public int? Interval { get; init; }

    /// <summary>Seconds after which a check has failed, 2 to 60; 5 by default.</summary>
    public int? Timeout { get; init; }

    /// <summary>Failures in a row that make the container unhealthy, 1 to 10; 3 by default.</summary>
    public int? Retries { get; init; }

    /// <summary>Seconds at the start in which failures do not count, 0 to 300.</summary>
    public int? StartPeriod { get; init; }

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => Command is null && Interval is null && Timeout is null && Retries is null && StartPeriod is null;
}
