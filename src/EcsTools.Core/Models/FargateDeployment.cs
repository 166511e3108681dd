using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>One deployment of a service: the move from one revision to another, and how it ended.</summary>
public sealed record FargateDeployment
{
    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The service's name.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's ARN.</summary>
    public required string ServiceArn { get; init; }

    /// <summary>ARN of the deployment.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>
    /// <c>PENDING</c>, <c>IN_PROGRESS</c>, <c>SUCCESSFUL</c>, <c>STOP_REQUESTED</c>, <c>STOPPED</c>, <c>ROLLBACK_REQUESTED</c>,
    /// <c>ROLLBACK_IN_PROGRESS</c>, <c>ROLLBACK_SUCCESSFUL</c> or <c>ROLLBACK_FAILED</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Reason for the status, in the words of ECS; null if there is none.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Why it was rolled back; null if it was not.</summary>
    public string? RollbackReason { get; init; }

    /// <summary>Stage of a deployment that shifts traffic, such as <c>BAKE_TIME</c>; null for other deployments.</summary>
    public string? LifecycleStage { get; init; }

    /// <summary>Id of the pause at which it waits for Resume-FargateDeployment; null if it does not wait.</summary>
    public string? WaitingHookId { get; init; }

    /// <summary>When the pause ends by itself; null if it does not wait.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>ARN of the service revision that it deploys. Undo-FargateDeployment accepts it.</summary>
    public required string ServiceRevision { get; init; }

    /// <summary>ARN of the service revision that it replaces; null for the first deployment.</summary>
    public string? SourceServiceRevision { get; init; }

    /// <summary>Family and revision of the task definition that it deploys.</summary>
    public string? TaskDefinition { get; init; }

    /// <summary>Family and revision of the task definition that it replaces; null for the first deployment.</summary>
    public string? SourceTaskDefinition { get; init; }

    /// <summary>Images that it deploys, with the digests that their tags referred to.</summary>
    public IReadOnlyList<string> Images { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>What differs between the two revisions and their task definitions; empty for the first deployment.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init => field = OutputList.Of(value); } = OutputList.Of<FieldChange>([]);

    /// <summary><c>ROLLING</c>, <c>BLUE_GREEN</c>, <c>LINEAR</c> or <c>CANARY</c>.</summary>
    public string Strategy { get; init; } = "ROLLING";

    /// <summary>Number of tasks of the new revision that should run.</summary>
    public int RequestedTasks { get; init; }

    /// <summary>Number of tasks of the new revision that are running.</summary>
    public int RunningTasks { get; init; }

    /// <summary>Number of failures that the circuit breaker has counted.</summary>
    public int FailedTasks { get; init; }

    /// <summary>Number of failures at which the circuit breaker ends the deployment; null if the circuit breaker is off.</summary>
    public int? FailureThreshold { get; init; }

    /// <summary>When the deployment was requested.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended; null if it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long it took, or how long it has been running.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }
}
