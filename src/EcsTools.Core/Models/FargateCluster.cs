using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A cluster that tasks and services run in.</summary>
public sealed record FargateCluster
{
    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The cluster's ARN.</summary>
    public required string ClusterArn { get; init; }

    /// <summary>Status of the cluster: <c>ACTIVE</c>, or a status on the way to or from it.</summary>
    public required string Status { get; init; }

    /// <summary>Number of running tasks.</summary>
    public int RunningTasks { get; init; }

    /// <summary>Number of tasks that are starting.</summary>
    public int PendingTasks { get; init; }

    /// <summary>Number of active services.</summary>
    public int ActiveServices { get; init; }

    /// <summary>Capacity providers, such as <c>FARGATE</c> and <c>FARGATE_SPOT</c>.</summary>
    public IReadOnlyList<string> CapacityProviders { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>CloudWatch Container Insights: <c>disabled</c>, <c>enabled</c> or <c>enhanced</c>.</summary>
    public string ContainerInsights { get; init; } = "disabled";

    /// <summary>The cluster's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = OutputMap.Of(value); } = OutputMap.Of(new Dictionary<string, string>());

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What the command did; null if it only read the cluster.</summary>
    public string? Change { get; init; }
}
