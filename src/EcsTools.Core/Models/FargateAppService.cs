using System;

namespace EcsTools.Models;

/// <summary>One service of an app.</summary>
public sealed record FargateAppService
{
    /// <summary>Name of the service within the app.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the service in ECS, or of its schedule.</summary>
    public required string ServiceName { get; init; }

    /// <summary><c>Service</c>, <c>Scheduled</c> or <c>RunOnce</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Family and revision that it runs, such as <c>web:3</c>.</summary>
    public string? TaskDefinition { get; init; }

    /// <summary>Number of tasks that should run.</summary>
    public int DesiredCount { get; init; }

    /// <summary>Number of running tasks.</summary>
    public int RunningCount { get; init; }

    /// <summary><c>Running</c>, <c>Deploying</c>, <c>Failed</c>, <c>Suspended</c> or <c>Idle</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Address of its route; null if it has none.</summary>
    public string? Url { get; init; }

    /// <summary>When it was deployed last.</summary>
    public DateTimeOffset? DeployedAt { get; init; }

    /// <summary>What its tasks cost in 730 hours, in USD; null if the price is not known here, or if it runs only at times.</summary>
    public decimal? MonthlyCost { get; init; }

    /// <summary>What the command did; null if it only read the service.</summary>
    public string? Change { get; init; }

    /// <summary>The service in one line.</summary>
    public override string ToString() => $"{Name} ({Status})";
}
