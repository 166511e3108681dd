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

    /// <summary>The task's id: the last part of its ARN.</summary>
    public required string TaskId { get; init; }

    /// <summary>ARN of the task definition revision that it runs.</summary>
    public required string TaskDefinitionArn { get; init; }

    /// <summary>Family of the task definition that it runs.</summary>
    public required string Family { get; init; }

    /// <summary>Current status: PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED.</summary>
    public required string LastStatus { get; init; }

    /// <summary>Status it should reach: <c>RUNNING</c> or <c>STOPPED</c>.</summary>
    public required string DesiredStatus { get; init; }

    /// <summary><c>HEALTHY</c>, <c>UNHEALTHY</c> or <c>UNKNOWN</c>.</summary>
    public string? HealthStatus { get; init; }

    /// <summary>
    /// Exit code of the task: that of the essential container that failed first, or zero if none failed. Null until the task has ended, or
    /// if no essential container ran.
    /// </summary>
    public int? ExitCode { get; init; }

    /// <summary>ECS's code for the stop, such as <c>EssentialContainerExited</c>.</summary>
    public string? StopCode { get; init; }

    /// <summary>Why it stopped, in the words of AWS.</summary>
    public string? StoppedReason { get; init; }

    /// <summary>
    /// What to do about a failure, judged from the task alone; null if the task did not fail. Get-FargateFailure investigates further.
    /// </summary>
    public string? Remedy { get; init; }

    /// <summary>Whether it ended successfully; null until it has stopped.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Its containers.</summary>
    public IReadOnlyList<FargateContainer> Containers { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateContainer>([]);

    /// <summary>When it was requested.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it started to run. Null until then: in a filter for old tasks use Duration -gt.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended. Null while it runs.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>How long it ran, or how long it has been running. Null until it runs.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary><c>FARGATE</c> or <c>FARGATE_SPOT</c>.</summary>
    public string? CapacityProvider { get; init; }

    /// <summary>Who or what started it, as given when it was started.</summary>
    public string? StartedBy { get; init; }

    /// <summary>Task group, such as <c>service:web</c> or <c>family:crawler</c>.</summary>
    public string? TaskGroup { get; init; }

    /// <summary>The service that started it; null if no service did.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Whether you can run commands in it (Enter-FargateTask).</summary>
    public bool EnableExecuteCommand { get; init; }

    /// <summary>CPU units.</summary>
    public int Cpu { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int Memory { get; init; }

    /// <summary>Availability zone it runs in.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Subnet it is in.</summary>
    public string? SubnetId { get; init; }

    /// <summary>Private IP address in its subnet.</summary>
    public string? PrivateIp { get; init; }

    /// <summary>Public IP address; null if it has none or you may not read it.</summary>
    public string? PublicIp { get; init; }

    /// <summary>URLs of its ports, such as <c>http://203.0.113.7:80</c>.</summary>
    public IReadOnlyList<string> Endpoints { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>
    /// What it costs at list prices, so far if it is still running. Null if it is not billed yet or the price is not known (some regions,
    /// Windows, Spot on ARM64). In the sandbox: what it would cost on AWS.
    /// </summary>
    public FargateTaskCost? EstimatedCost { get; init; }

    /// <summary>Log group of its containers; null if there is none.</summary>
    public string? LogGroup { get; init; }

    /// <summary>Prefix of its containers' log streams; null if there is none.</summary>
    public string? LogStreamPrefix { get; init; }

    /// <summary>The lines it wrote, if the command waited for it; otherwise empty.</summary>
    public IReadOnlyList<TaskLogEvent> Logs { get; init => field = OutputList.Of(value); } = OutputList.Of<TaskLogEvent>([]);

    /// <summary>What runs the task in the sandbox: <c>Docker</c> or <c>Simulated</c>; null on AWS.</summary>
    public string? Runtime { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }
}
