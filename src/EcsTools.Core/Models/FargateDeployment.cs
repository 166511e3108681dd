using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>One deployment of a service: the way from one revision to another, and how it ended.</summary>
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

    /// <summary>Why it is so, as ECS says it; or null.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Why it was rolled back, or null where it was not.</summary>
    public string? RollbackReason { get; init; }

    /// <summary>Where a deployment that moves traffic is, such as <c>BAKE_TIME</c>; or null.</summary>
    public string? LifecycleStage { get; init; }

    /// <summary>ARN of the service revision it leads to: Undo-FargateDeployment takes it.</summary>
    public required string ServiceRevision { get; init; }

    /// <summary>ARN of the service revision it began from, or null for the first.</summary>
    public string? SourceServiceRevision { get; init; }

    /// <summary>Family and revision it leads to.</summary>
    public string? TaskDefinition { get; init; }

    /// <summary>Family and revision it began from, or null for the first.</summary>
    public string? SourceTaskDefinition { get; init; }

    /// <summary>Images it leads to, with the digests that their tags stood for.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>What differs between the two revisions and their task definitions; empty for the first.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init; } = [];

    /// <summary><c>ROLLING</c>, <c>BLUE_GREEN</c>, <c>LINEAR</c> or <c>CANARY</c>.</summary>
    public string Strategy { get; init; } = "ROLLING";

    /// <summary>Tasks of the new revision that are wanted.</summary>
    public int RequestedTasks { get; init; }

    /// <summary>Tasks of the new revision that run.</summary>
    public int RunningTasks { get; init; }

    /// <summary>Failures the circuit breaker counted.</summary>
    public int FailedTasks { get; init; }

    /// <summary>Failures at which the circuit breaker ends the deployment; null where it is off.</summary>
    public int? FailureThreshold { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long it took, or has taken so far.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>Account, twelve digits.</summary>
    public required string AccountId { get; init; }
}
