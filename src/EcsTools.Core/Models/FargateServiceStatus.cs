using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A service at one moment: its deployment, its revisions with their traffic, and the targets of its load balancer.</summary>
public sealed record FargateServiceStatus
{
    /// <summary>When it was read.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The service's name.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's ARN.</summary>
    public required string ServiceArn { get; init; }

    /// <summary>Whether no deployment is in progress and the desired number of tasks is running.</summary>
    public required bool IsSteady { get; init; }

    /// <summary>ARN of the newest deployment; null if ECS lists none.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>
    /// Status of the newest deployment, such as <c>IN_PROGRESS</c>, <c>SUCCESSFUL</c> or <c>ROLLBACK_IN_PROGRESS</c>; null if ECS lists none.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>Why the deployment has this status, in the words of ECS; null if there is no reason.</summary>
    public string? StatusReason { get; init; }

    /// <summary><c>ROLLING</c>, <c>BLUE_GREEN</c>, <c>LINEAR</c> or <c>CANARY</c>.</summary>
    public string Strategy { get; init; } = "ROLLING";

    /// <summary>Stage of a deployment in progress that moves traffic, such as <c>BAKE_TIME</c>; null for other deployments.</summary>
    public string? LifecycleStage { get; init; }

    /// <summary>Whether the deployment waits at a pause for Resume-FargateDeployment.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>When the pause ends by itself; null if the deployment does not wait.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>How long the deployment took, or how long it has been running.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Number of tasks that the service should keep running.</summary>
    public int DesiredCount { get; init; }

    /// <summary>Number of running tasks, of all revisions.</summary>
    public int RunningCount { get; init; }

    /// <summary>Number of tasks that are starting, of all revisions.</summary>
    public int PendingCount { get; init; }

    /// <summary>The revisions with tasks or traffic, the oldest first.</summary>
    public IReadOnlyList<FargateRevisionStatus> Revisions { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateRevisionStatus>([]);

    /// <summary>Health of the target groups that the tasks are registered with.</summary>
    public IReadOnlyList<FargateTargetStatus> Targets { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateTargetStatus>([]);

    /// <summary>The events since the status before, oldest first.</summary>
    public IReadOnlyList<ServiceEvent> Events { get; init => field = OutputList.Of(value); } = OutputList.Of<ServiceEvent>([]);

    /// <summary>The tasks that failed since the status before, each as its id and the reason.</summary>
    public IReadOnlyList<string> Failures { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }
}
