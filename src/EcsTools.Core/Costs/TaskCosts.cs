using System;
using EcsTools.Models;

namespace EcsTools.Costs;

/// <summary>
/// Calculates what tasks cost. Fargate bills per second from the start of the image's pull to the stop of the task, at least one minute, and with Windows
/// at least five (https://aws.amazon.com/fargate/pricing/).
/// </summary>
internal static class TaskCosts
{
    /// <summary>Hours of an average month, as AWS's own calculator has them.</summary>
    public const int HoursOfMonth = 730;

    /// <summary>GB of ephemeral storage that every task includes.</summary>
    public const int IncludedStorage = 20;

    // Decimal places of a dollar amount: as many as the prices have.
    private const int Decimals = 8;

    /// <summary>The time that is billed for a run.</summary>
    /// <param name="time">From the start of the image's pull to the stop.</param>
    /// <param name="isWindows">Whether it runs Windows.</param>
    public static TimeSpan Billed(TimeSpan time, bool isWindows)
    {
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, time.TotalSeconds)));
        var minimum = TimeSpan.FromMinutes(isWindows ? 5 : 1);
        return seconds > minimum ? seconds : minimum;
    }

    /// <summary>The cost of a task; null if it is not billed yet or the price is not known.</summary>
    /// <param name="use">What the task used.</param>
    public static FargateTaskCost? From(BillableUsage use)
    {
        if (use.From is not { } from || TaskPrice.Find(PriceBook.Current, use.Region, use.IsArm, use.IsWindows, use.IsSpot) is not { } price)
        {
            return null;
        }

        var billed = Billed(use.To - from, use.IsWindows);
        var hours = (decimal)billed.TotalSeconds / 3600;
        var storage = Rounded(hours * Math.Max(0, use.StorageGb - IncludedStorage) * price.Storage);
        var publicIp = use.HasPublicIp ? Rounded(hours * price.PublicIp) : 0;
        return new FargateTaskCost
        {
            Amount = Rounded(hours * ((use.Cpu / 1024m * (price.Vcpu + price.License)) + (use.Memory / 1024m * price.Memory))) + storage + publicIp,
            BilledTime = billed,
            VcpuHour = price.Vcpu + price.License,
            MemoryGbHour = price.Memory,
            StorageAmount = storage,
            PublicIpAmount = publicIp,
            PublicIpHour = price.PublicIp,
            PricedOn = price.Date,
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

        var publicIp = Rounded((decimal)cost.BilledTime.TotalSeconds / 3600 * cost.PublicIpHour);
        return cost with { Amount = cost.Amount + publicIp, PublicIpAmount = publicIp };
    }

    private static decimal Rounded(decimal amount) => Math.Round(amount, Decimals);
}
