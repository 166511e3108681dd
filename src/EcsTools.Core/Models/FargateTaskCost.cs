using System;
using System.Globalization;

namespace EcsTools.Models;

/// <summary>What a task costs at list prices: an estimate without discounts, Savings Plans, logs, data transfer and taxes.</summary>
public sealed record FargateTaskCost
{
    /// <summary>The total, in <see cref="Currency"/>. For a running task, the total so far.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Always USD.</summary>
    public string Currency { get; } = "USD";

    /// <summary>The billed time: whole seconds from the start of the image's pull to the stop, at least one minute.</summary>
    public required TimeSpan BilledTime { get; init; }

    /// <summary>Price of one vCPU per hour.</summary>
    public required decimal VcpuHour { get; init; }

    /// <summary>Price of one GB of memory per hour.</summary>
    public required decimal MemoryGbHour { get; init; }

    /// <summary>The part of the total that is for ephemeral storage beyond the 20 GB that are included.</summary>
    public decimal StorageAmount { get; init; }

    /// <summary>
    /// The part of the total that is for a public IPv4 address; zero if the task had none, or if that is no longer known.
    /// </summary>
    public decimal PublicIpAmount { get; init; }

    /// <summary>Price of a public IPv4 address per hour.</summary>
    public decimal PublicIpHour { get; init; }

    /// <summary>Date of the prices.</summary>
    public required DateTime PricedOn { get; init; }

    /// <summary>Source of the prices.</summary>
    public required string PriceSource { get; init; }

    /// <summary>The total as text, such as <c>$0.00021</c>.</summary>
    public override string ToString() => "$" + Amount.ToString(Amount < 0.01m ? "0.000000" : "0.0000", CultureInfo.InvariantCulture);
}
