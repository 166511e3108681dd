using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A task: one run of a task definition.</summary>
public sealed record FargateTask
{
    /// <summary>Name of the cluster it runs in.</summary>
    public required string Cluster { get; init; }

    /// <summary>ARN of the cluster.</summary>
    public required string ClusterArn { get; init; }

    /// <summary>The task's ARN.</summary>
    public required string TaskArn { get; init; }

    /// <summary>Last part of the ARN.</summary>
    public required string TaskId { get; init; }

    /// <summary>ARN of the revision it runs.</summary>
    public required string TaskDefinitionArn { get; init; }

    /// <summary>Family of the revision it runs.</summary>
    public required string Family { get; init; }

    /// <summary>Where it is: PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED.</summary>
    public required string LastStatus { get; init; }

    /// <summary>Where it is going: <c>RUNNING</c> or <c>STOPPED</c>.</summary>
    public required string DesiredStatus { get; init; }

    /// <summary><c>HEALTHY</c>, <c>UNHEALTHY</c> or <c>UNKNOWN</c>.</summary>
    public string? HealthStatus { get; init; }

    /// <summary>
    /// Exit code of the container that decides: the essential one that ended first with an error, else zero; null until it has ended, or
    /// where none ran.
    /// </summary>
    public int? ExitCode { get; init; }

    /// <summary>Kind of stop, such as <c>EssentialContainerExited</c>.</summary>
    public string? StopCode { get; init; }

    /// <summary>Why it stopped, as AWS says it.</summary>
    public string? StoppedReason { get; init; }

    /// <summary>What to do about a failure, by what the task itself says; null if the task did not fail. Get-FargateFailure finds out more.</summary>
    public string? Remedy { get; init; }

    /// <summary>Whether it ended well: null until it has stopped.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Its containers.</summary>
    public IReadOnlyList<FargateContainer> Containers { get; init; } = [];

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>How long it ran: until it ended, or until now.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary><c>FARGATE</c> or <c>FARGATE_SPOT</c>.</summary>
    public string? CapacityProvider { get; init; }

    /// <summary>Who or what started it, as it said.</summary>
    public string? StartedBy { get; init; }

    /// <summary>Group, such as <c>service:web</c> or <c>family:crawler</c>.</summary>
    public string? TaskGroup { get; init; }

    /// <summary>The service it was started for; null for a task of its own.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Whether it was started so that a command can be run in it (Enter-FargateTask).</summary>
    public bool EnableExecuteCommand { get; init; }

    /// <summary>CPU units.</summary>
    public int Cpu { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int Memory { get; init; }

    /// <summary>Availability zone it runs in.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Subnet it is in.</summary>
    public string? SubnetId { get; init; }

    /// <summary>Address in its subnet.</summary>
    public string? PrivateIp { get; init; }

    /// <summary>Public address, where it has one and may be asked for it.</summary>
    public string? PublicIp { get; init; }

    /// <summary>Where its ports can be reached, such as <c>http://203.0.113.7:80</c>.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>
    /// What it costs by list prices, so far while it runs; null where it is not billed yet or the price is not known (some regions, Windows, Spot
    /// on ARM64). In the sandbox: what it would cost on AWS.
    /// </summary>
    public FargateTaskCost? EstimatedCost { get; init; }

    /// <summary>Log group of its containers, or null.</summary>
    public string? LogGroup { get; init; }

    /// <summary>Prefix of its containers' log streams, or null.</summary>
    public string? LogStreamPrefix { get; init; }

    /// <summary>What it wrote, where it was waited for; else empty.</summary>
    public IReadOnlyList<TaskLogEvent> Logs { get; init; } = [];

    /// <summary>What runs it where that is not AWS: <c>Docker</c> or <c>Simulated</c> in the sandbox; else null.</summary>
    public string? Runtime { get; init; }

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>Account, twelve digits.</summary>
    public required string AccountId { get; init; }
}
