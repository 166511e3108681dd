using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A service: it keeps a number of tasks of one task definition running.</summary>
public sealed record FargateService
{
    /// <summary>Name of the cluster it is in.</summary>
    public required string Cluster { get; init; }

    /// <summary>ARN of the cluster.</summary>
    public required string ClusterArn { get; init; }

    /// <summary>The service's name.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's ARN.</summary>
    public required string ServiceArn { get; init; }

    /// <summary><c>ACTIVE</c>, <c>DRAINING</c> while it is being removed, or <c>INACTIVE</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Number of tasks that the service should keep running.</summary>
    public int DesiredCount { get; init; }

    /// <summary>Number of running tasks.</summary>
    public int RunningCount { get; init; }

    /// <summary>Number of tasks that are starting.</summary>
    public int PendingCount { get; init; }

    /// <summary>Family and revision that it runs or is deploying, such as <c>web:3</c>.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>ARN of that revision.</summary>
    public required string TaskDefinitionArn { get; init; }

    /// <summary>Deployment strategy: <c>ROLLING</c>, <c>BLUE_GREEN</c>, <c>LINEAR</c> or <c>CANARY</c>.</summary>
    public string Strategy { get; init; } = "ROLLING";

    /// <summary>Percent of the desired count that must stay healthy during a deployment.</summary>
    public int MinimumHealthyPercent { get; init; } = 100;

    /// <summary>Percent of the desired count that may run at most during a deployment.</summary>
    public int MaximumPercent { get; init; } = 200;

    /// <summary>Whether ECS ends a deployment that fails (circuit breaker).</summary>
    public bool CircuitBreaker { get; init; }

    /// <summary>Whether ECS rolls a failed deployment back to the previous revision.</summary>
    public bool Rollback { get; init; }

    /// <summary>Failed tasks at which the circuit breaker ends a deployment: a number, or a percentage of the desired count such as <c>50%</c>.</summary>
    public string FailureThreshold { get; init; } = "50%";

    /// <summary>Whether the circuit breaker counts all failures of a deployment, and not only those since the last task became healthy.</summary>
    public bool CountAllFailures { get; init; }

    /// <summary>Percent of the desired count that must be healthy for a deployment to complete early; null if all tasks must be.</summary>
    public int? EarlySuccessPercent { get; init; }

    /// <summary>Whether the old tasks stop before (<c>BLOCKING</c>) or after (<c>DEFERRED</c>) an early completion; null if there is none.</summary>
    public string? EarlySuccessCleanup { get; init; }

    /// <summary>How long the old and the new tasks both keep running after the traffic has moved; null if this does not apply.</summary>
    public TimeSpan? BakeTime { get; init; }

    /// <summary>Percent of the traffic that moves in each step, with the strategy LINEAR.</summary>
    public double? StepPercent { get; init; }

    /// <summary>Percent of the traffic that moves first, with the strategy CANARY.</summary>
    public double? CanaryPercent { get; init; }

    /// <summary>Pause after each step of LINEAR, or after the canary.</summary>
    public TimeSpan? StepBakeTime { get; init; }

    /// <summary>How long failed health checks are ignored after a task has started.</summary>
    public TimeSpan HealthCheckGracePeriod { get; init; }

    /// <summary>Capacity that its tasks run on, such as <c>FARGATE base 1 weight 1</c> and <c>FARGATE_SPOT weight 3</c>.</summary>
    public IReadOnlyList<string> CapacityProviders { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Subnets of its tasks.</summary>
    public IReadOnlyList<string> Subnets { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Security groups of its tasks.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Whether its tasks get a public IP address.</summary>
    public bool AssignPublicIp { get; init; }

    /// <summary>Target groups that its tasks are registered with.</summary>
    public IReadOnlyList<FargateServiceTarget> Targets { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateServiceTarget>([]);

    /// <summary>Service Connect namespace; null if it does not use one.</summary>
    public string? ServiceConnectNamespace { get; init; }

    /// <summary>Whether you can run commands in its tasks (ECS Exec).</summary>
    public bool EnableExecuteCommand { get; init; }

    /// <summary>Whether ECS rebalances its tasks across availability zones.</summary>
    public bool AvailabilityZoneRebalancing { get; init; }

    /// <summary>ARN of the deployment in progress; null if there is none.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>
    /// State of its newest deployment: <c>IN_PROGRESS</c>, <c>COMPLETED</c> or <c>FAILED</c>. Get-FargateDeployment tells more.
    /// </summary>
    public string? RolloutState { get; init; }

    /// <summary>When its newest deployment began.</summary>
    public DateTimeOffset? DeployedAt { get; init; }

    /// <summary>Its events, newest first, at most 100.</summary>
    public IReadOnlyList<ServiceEvent> Events { get; init => field = OutputList.Of(value); } = OutputList.Of<ServiceEvent>([]);

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The service's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = OutputMap.Of(value); } = OutputMap.Of(new Dictionary<string, string>());

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What the command did; null if it only read the service.</summary>
    public string? Change { get; init; }

    /// <summary>What the command changed.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init => field = OutputList.Of(value); } = OutputList.Of<FieldChange>([]);
}
