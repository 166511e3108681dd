using System;
using System.Globalization;

namespace EcsTools.Models;

/// <summary>What a task costs by list prices: an estimate, without discounts, Savings Plans, logs, data transfer and taxes.</summary>
public sealed record FargateTaskCost
{
    /// <summary>The sum, in <see cref="Currency"/>; of a task that runs, so far.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Always USD.</summary>
    public string Currency { get; } = "USD";

    /// <summary>The time that is billed: whole seconds from the start of the image's pull to the stop, one minute at least.</summary>
    public required TimeSpan BilledTime { get; init; }

    /// <summary>Price of a vCPU for an hour.</summary>
    public required decimal VcpuHour { get; init; }

    /// <summary>Price of a GB of memory for an hour.</summary>
    public required decimal MemoryGbHour { get; init; }

    /// <summary>What of the sum is for ephemeral storage over the 20 GB that are included.</summary>
    public decimal StorageAmount { get; init; }

    /// <summary>What of the sum is for a public IPv4 address; zero where the task had none, or nobody knows any more.</summary>
    public decimal PublicIpAmount { get; init; }

    /// <summary>Day the prices were taken.</summary>
    public required DateTime PricedOn { get; init; }

    /// <summary>Where the prices were taken from.</summary>
    public required string PriceSource { get; init; }

    /// <summary>The sum as text, such as <c>$0.00021</c>.</summary>
    public override string ToString() => "$" + Amount.ToString(Amount < 0.01m ? "0.000000" : "0.0000", CultureInfo.InvariantCulture);
}
