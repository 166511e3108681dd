using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A service: tasks of one task definition, kept at a count.</summary>
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

    /// <summary><c>ACTIVE</c>, <c>DRAINING</c> while it is removed, or <c>INACTIVE</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Tasks it shall keep.</summary>
    public int DesiredCount { get; init; }

    /// <summary>Tasks that run.</summary>
    public int RunningCount { get; init; }

    /// <summary>Tasks on their way to run.</summary>
    public int PendingCount { get; init; }

    /// <summary>Family and revision, <c>web:3</c>: what it runs, or is on its way to run.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>ARN of that revision.</summary>
    public required string TaskDefinitionArn { get; init; }

    /// <summary>How it deploys: <c>ROLLING</c>, <c>BLUE_GREEN</c>, <c>LINEAR</c> or <c>CANARY</c>.</summary>
    public string Strategy { get; init; } = "ROLLING";

    /// <summary>Percent of the desired count that must stay healthy during a deployment.</summary>
    public int MinimumHealthyPercent { get; init; } = 100;

    /// <summary>Percent of the desired count that may run during a deployment.</summary>
    public int MaximumPercent { get; init; } = 200;

    /// <summary>Whether a deployment that fails is ended.</summary>
    public bool CircuitBreaker { get; init; }

    /// <summary>Whether a deployment that fails goes back to what ran before.</summary>
    public bool Rollback { get; init; }

    /// <summary>How long old and new stay side by side after traffic has moved; null where it does not apply.</summary>
    public TimeSpan? BakeTime { get; init; }

    /// <summary>Percent of the traffic that moves at a time, with the strategy LINEAR.</summary>
    public double? StepPercent { get; init; }

    /// <summary>Percent of the traffic that moves first, with the strategy CANARY.</summary>
    public double? CanaryPercent { get; init; }

    /// <summary>Pause after each step of LINEAR, or after the canary.</summary>
    public TimeSpan? StepBakeTime { get; init; }

    /// <summary>How long after a task's start its failed health checks do not count.</summary>
    public TimeSpan HealthCheckGracePeriod { get; init; }

    /// <summary>What its tasks run on, such as <c>FARGATE base 1 weight 1</c> and <c>FARGATE_SPOT weight 3</c>.</summary>
    public IReadOnlyList<string> CapacityProviders { get; init; } = [];

    /// <summary>Subnets of its tasks.</summary>
    public IReadOnlyList<string> Subnets { get; init; } = [];

    /// <summary>Security groups of its tasks.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    /// <summary>Whether its tasks get a public address.</summary>
    public bool AssignPublicIp { get; init; }

    /// <summary>Target groups its tasks are registered with.</summary>
    public IReadOnlyList<FargateServiceTarget> Targets { get; init; } = [];

    /// <summary>Service Connect namespace, or null where it is not used.</summary>
    public string? ServiceConnectNamespace { get; init; }

    /// <summary>Whether its tasks can be entered (ECS Exec).</summary>
    public bool EnableExecuteCommand { get; init; }

    /// <summary>Whether ECS evens its tasks out over availability zones.</summary>
    public bool AvailabilityZoneRebalancing { get; init; }

    /// <summary>ARN of the deployment that is going on, or null.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>State of its newest deployment: <c>IN_PROGRESS</c>, <c>COMPLETED</c> or <c>FAILED</c>; Get-FargateDeployment tells
    /// more.</summary>
    public string? RolloutState { get; init; }

    /// <summary>What happened to it, the newest first, 100 at most.</summary>
    public IReadOnlyList<ServiceEvent> Events { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The service's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>Account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What was done to it just now; null where it was only read.</summary>
    public ChangeStatus? Change { get; init; }

    /// <summary>What was changed just now.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init; } = [];
}
