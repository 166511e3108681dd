using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An EC2 instance that is always on, with its disk and public address, beside the tasks.</summary>
public sealed record FargateCostComparison
{
    /// <summary>Type of the instance, such as <c>t4g.small</c>.</summary>
    public required string InstanceType { get; init; }

    /// <summary>What it costs in a month, in USD.</summary>
    public required decimal Monthly { get; init; }

    /// <summary>The parts of the total.</summary>
    public IReadOnlyList<FargateCostLine> Lines { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateCostLine>([]);

    /// <summary>
    /// Hours a day up to which the tasks cost less than the instance: 0 if they never do, 24 if they always do.
    /// </summary>
    public required double BreakEvenHoursPerDay { get; init; }

    /// <summary>Runs a day up to which the tasks cost less than the instance; null if the length of a run is not given.</summary>
    public double? BreakEvenRunsPerDay { get; init; }

    /// <summary>What the compared tasks cost for each hour that they run, in USD.</summary>
    public decimal TaskHour { get; init; }

    /// <summary>What is compared besides that and billed however long they run, such as the load balancer, in USD a month.</summary>
    public decimal BesidesTasks { get; init; }

    /// <summary>The comparison in words, such as <c>Fargate costs less up to 14.2 hours a day</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Type, cost and verdict.</summary>
    public override string ToString() => FormattableString.Invariant($"{InstanceType} ${Monthly:0.00} a month: {Verdict}");
}
