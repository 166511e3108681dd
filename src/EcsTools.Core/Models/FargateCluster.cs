using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A cluster that tasks and services run in.</summary>
public sealed record FargateCluster
{
    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The cluster's ARN.</summary>
    public required string ClusterArn { get; init; }

    /// <summary><c>ACTIVE</c>, or on the way there or away.</summary>
    public required string Status { get; init; }

    /// <summary>Tasks that run.</summary>
    public int RunningTasks { get; init; }

    /// <summary>Tasks on their way to run.</summary>
    public int PendingTasks { get; init; }

    /// <summary>Services that are active.</summary>
    public int ActiveServices { get; init; }

    /// <summary>Where tasks may run, such as <c>FARGATE</c> and <c>FARGATE_SPOT</c>.</summary>
    public IReadOnlyList<string> CapacityProviders { get; init; } = [];

    /// <summary>CloudWatch Container Insights: <c>disabled</c>, <c>enabled</c> or <c>enhanced</c>.</summary>
    public string ContainerInsights { get; init; } = "disabled";

    /// <summary>The cluster's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>Account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What was done to it just now; null where it was only read.</summary>
    public ChangeStatus? Change { get; init; }
}
