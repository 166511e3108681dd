using System;

namespace EcsTools.Models;

/// <summary>The tasks and the traffic of one revision of a service.</summary>
public sealed record FargateRevisionStatus
{
    /// <summary>ARN of the service revision.</summary>
    public required string ServiceRevision { get; init; }

    /// <summary>Family and revision of its task definition.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>Whether the newest deployment deploys this revision.</summary>
    public bool IsTarget { get; init; }

    /// <summary>Number of its tasks that should run.</summary>
    public int RequestedCount { get; init; }

    /// <summary>Number of its running tasks.</summary>
    public int RunningCount { get; init; }

    /// <summary>Number of its tasks that are starting.</summary>
    public int PendingCount { get; init; }

    /// <summary>Percent of the production traffic that it should get; null if the deployment moves no traffic.</summary>
    public double? TrafficPercent { get; init; }

    /// <summary>Percent of the test traffic that it should get; null if the deployment moves no test traffic.</summary>
    public double? TestTrafficPercent { get; init; }

    /// <summary>Task definition, tasks and traffic, such as <c>web:8 1/2, 10 %</c>.</summary>
    public override string ToString()
        => FormattableString.Invariant($"{TaskDefinition} {RunningCount}/{RequestedCount}")
            + (TrafficPercent is { } percent ? FormattableString.Invariant($", {percent:0.#} %") : "");
}
