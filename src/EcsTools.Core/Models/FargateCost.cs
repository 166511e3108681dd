using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>
/// What something costs in an average month of 730 hours at list prices: an estimate without discounts, Savings Plans, data transfer and taxes.
/// </summary>
public sealed record FargateCost
{
    /// <summary>What it is the cost of, such as <c>web in demo</c> or <c>256 CPU, 512 MiB</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The total of a month, in <see cref="Currency"/>. For a task that has run, the cost of this run.</summary>
    public required decimal Monthly { get; init; }

    /// <summary>Always USD.</summary>
    public string Currency { get; } = "USD";

    /// <summary>How long it runs, such as <c>2 tasks, 24 hours a day</c>.</summary>
    public required string Usage { get; init; }

    /// <summary>What one run costs, in <see cref="Currency"/>; null if it does not run at times.</summary>
    public decimal? RunCost { get; init; }

    /// <summary>The parts of the total.</summary>
    public IReadOnlyList<FargateCostLine> Lines { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateCostLine>([]);

    /// <summary>The same on EC2 instances that are always on.</summary>
    public IReadOnlyList<FargateCostComparison> Comparisons { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateCostComparison>([]);

    /// <summary>Date of the oldest price in it.</summary>
    public required DateTime PricedOn { get; init; }

    /// <summary>Sources of the prices.</summary>
    public IReadOnlyList<string> PriceSources { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The total as text, such as <c>$25.32 a month</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"${Monthly:0.00######} a month");
}
