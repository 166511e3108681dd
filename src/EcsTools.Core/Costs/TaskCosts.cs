using System;
using EcsTools.Models;

namespace EcsTools.Costs;

/// <summary>
/// Calculates what tasks cost. Fargate bills per second from the start of the image's pull to the stop of the task, at least one minute
/// (https://aws.amazon.com/fargate/pricing/).
/// </summary>
internal static class TaskCosts
{
    // Decimal places of a dollar amount: as many as the prices have.
    private const int Decimals = 8;

    // GB of ephemeral storage that every task includes.
    private const int IncludedStorage = 20;

    private static readonly TimeSpan Minimum = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The cost of a task; null if it is not billed yet or the price is not known: other regions, Windows, Spot on ARM64.
    /// </summary>
    /// <param name="use">What the task used.</param>
    public static FargateTaskCost? From(BillableUsage use)
    {
        if (use is not { From: { } from, IsWindows: false } || FargatePrices.Find(use.Region, use.IsArm, use.IsSpot) is not { } price)
        {
            return null;
        }

        var seconds = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, (use.To - from).TotalSeconds)));
        var billed = seconds > Minimum ? seconds : Minimum;
        var hours = (decimal)billed.TotalSeconds / 3600;
        var storage = Rounded(hours * Math.Max(0, use.StorageGb - IncludedStorage) * FargatePrices.StorageGbHour);
        var publicIp = use.HasPublicIp ? PublicIp(billed) : 0;
        return new FargateTaskCost
        {
            Amount = Rounded(hours * ((use.Cpu / 1024m * price.Vcpu) + (use.Memory / 1024m * price.MemoryGb))) + storage + publicIp,
            BilledTime = billed,
            VcpuHour = price.Vcpu,
            MemoryGbHour = price.MemoryGb,
            StorageAmount = storage,
            PublicIpAmount = publicIp,
            PricedOn = price.PricedOn,
            PriceSource = price.Source,
        };
    }

    /// <summary>The cost of a task that had a public address while it ran. ECS does not report the address of a stopped task.</summary>
    public static FargateTaskCost? WithPublicIp(FargateTaskCost? cost)
    {
        if (cost is null or { PublicIpAmount: > 0 })
        {
            return cost;
        }

        var publicIp = PublicIp(cost.BilledTime);
        return cost with { Amount = cost.Amount + publicIp, PublicIpAmount = publicIp };
    }

    private static decimal PublicIp(TimeSpan billed) => Rounded((decimal)billed.TotalSeconds / 3600 * FargatePrices.PublicIpHour);

    private static decimal Rounded(decimal amount) => Math.Round(amount, Decimals);
}
