using System.Collections.Generic;
using EcsTools.Network;

namespace EcsTools.TaskDefinitions;

/// <summary>The requested settings of one container of a task definition. A null value was not given.</summary>
public abstract record ContainerRequest
{
    /// <summary>Image of the container.</summary>
    public string? ImageUri { get; init; }

    /// <summary>Name or ARN of the secret with which ECS logs in to the registry of the image.</summary>
    public string? PullSecret { get; init; }

    /// <summary>Ports the container listens on.</summary>
    public IReadOnlyList<TaskPort>? Ports { get; init; }

    /// <summary>Environment variables. Never put secrets here: everyone who can read the definition can read them.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>
    /// Environment variables whose values come from Secrets Manager or Parameter Store. Each name maps to an ARN or parameter name.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>Files in S3 with environment variables: ARNs, or <c>s3://bucket/key</c>.</summary>
    public IReadOnlyList<string>? EnvironmentFiles { get; init; }

    /// <summary>Command that replaces the image's.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Entry point that replaces the image's.</summary>
    public IReadOnlyList<string>? EntryPoint { get; init; }

    /// <summary>Health check of the container.</summary>
    public TaskHealthCheck? HealthCheck { get; init; }

    /// <summary>Volumes, and where they are mounted in the container.</summary>
    public IReadOnlyList<TaskVolume>? Volumes { get; init; }

    /// <summary>Resource limits (ulimits) of its processes.</summary>
    public IReadOnlyList<TaskUlimit>? Ulimits { get; init; }

    /// <summary>Other containers, and the state each must reach before this container starts.</summary>
    public IReadOnlyList<TaskDependency>? DependsOn { get; init; }

    /// <summary>Hard memory limit in MiB; by default the memory of the task.</summary>
    public int? ContainerMemory { get; init; }

    /// <summary>CPU units of the task that are reserved for the container.</summary>
    public int? ContainerCpu { get; init; }

    /// <summary>Seconds between SIGTERM and SIGKILL, at most 120.</summary>
    public int? StopTimeout { get; init; }

    /// <summary>User, or user:group, that it runs as.</summary>
    public string? User { get; init; }

    /// <summary>Working directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether its root file system is read-only.</summary>
    public bool? ReadOnlyRootFilesystem { get; init; }

    /// <summary>Whether an init process reaps orphaned child processes, such as those that Enter-FargateTask leaves.</summary>
    public bool? InitProcess { get; init; }

    /// <summary>Labels of the container.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Linux capabilities that it has beside the usual ones. Fargate accepts only <c>SYS_PTRACE</c>.</summary>
    public IReadOnlyList<string>? AddedCapabilities { get; init; }

    /// <summary>Linux capabilities that it does not have.</summary>
    public IReadOnlyList<string>? DroppedCapabilities { get; init; }

    /// <summary>Kernel parameters (sysctls), by name.</summary>
    public IReadOnlyDictionary<string, string>? KernelParameters { get; init; }

    /// <summary>Whether the process has a terminal.</summary>
    public bool? PseudoTerminal { get; init; }

    /// <summary>Whether its standard input stays open.</summary>
    public bool? Interactive { get; init; }

    /// <summary>Log driver: <c>awslogs</c>, <c>awsfirelens</c> or <c>splunk</c>; null for awslogs.</summary>
    public string? LogDriver { get; init; }

    /// <summary>Options of the log driver, added to existing options or replacing them.</summary>
    public IReadOnlyDictionary<string, string>? LogOptions { get; init; }
}

/// <summary>An additional container of a task definition.</summary>
public sealed record SidecarRequest : ContainerRequest
{
    /// <summary>Name of the container.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the task ends when this container ends.</summary>
    public bool Essential { get; init; }

    /// <summary><c>fluentbit</c> or <c>fluentd</c> for a container that routes the logs of others; null for any other container.</summary>
    public string? LogRouter { get; init; }

    /// <summary>Whether to discard its output.</summary>
    public bool NoLog { get; init; }
}

/// <summary>A container's health check. A null value keeps the existing value, or takes the default of AWS.</summary>
public sealed record TaskHealthCheck
{
    /// <summary>
    /// Either one string for the shell, or a program and its arguments. It may start with <c>CMD</c> or <c>CMD-SHELL</c>.
    /// </summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Seconds between two checks, 5 to 300; 30 by default.</summary>
    public int? Interval { get; init; }

    /// <summary>Seconds after which a check has failed, 2 to 60; 5 by default.</summary>
    public int? Timeout { get; init; }

    /// <summary>Consecutive failures that make the container unhealthy, 1 to 10; 3 by default.</summary>
    public int? Retries { get; init; }

    /// <summary>Seconds after the start in which failures are ignored, 0 to 300.</summary>
    public int? StartPeriod { get; init; }

    /// <summary>Whether no value was given.</summary>
    public bool IsEmpty => Command is null && Interval is null && Timeout is null && Retries is null && StartPeriod is null;
}
