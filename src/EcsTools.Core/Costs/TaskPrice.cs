using System;

namespace EcsTools.Costs;

/// <summary>The prices per hour of a Fargate task, in USD.</summary>
internal sealed record TaskPrice
{
    /// <summary>Price of one vCPU.</summary>
    public required decimal Vcpu { get; init; }

    /// <summary>Price of the operating system's licence for one vCPU; zero for Linux.</summary>
    public decimal License { get; init; }

    /// <summary>Price of one GB of memory.</summary>
    public required decimal Memory { get; init; }

    /// <summary>Price of one GB of ephemeral storage beyond those included.</summary>
    public required decimal Storage { get; init; }

    /// <summary>Price of a public IPv4 address.</summary>
    public required decimal PublicIp { get; init; }

    /// <summary>Date of the price.</summary>
    public required DateTime Date { get; init; }

    /// <summary>Source of the price.</summary>
    public required string Source { get; init; }

    /// <summary>The prices; null if one of them is not known.</summary>
    /// <param name="book">The known prices.</param>
    /// <param name="region">Region, such as <c>eu-west-1</c>.</param>
    /// <param name="isArm">Whether the task runs on ARM64.</param>
    /// <param name="isWindows">Whether it runs Windows.</param>
    /// <param name="isSpot">Whether it runs on Spot capacity.</param>
    public static TaskPrice? Find(PriceBook book, string region, bool isArm, bool isWindows, bool isSpot)
    {
        var architecture = isWindows ? "windows" : isArm ? "arm" : "x86";
        var vcpu = book.Find(region, isSpot ? PriceNames.SpotVcpu(architecture) : PriceNames.Vcpu(architecture));
        var memory = book.Find(region, isSpot ? PriceNames.SpotMemory(architecture) : PriceNames.Memory(architecture));
        var license = isWindows ? book.Find(region, PriceNames.WindowsLicense) : null;
        if (vcpu is null || memory is null || book.Find(region, PriceNames.Storage) is not { } storage
            || book.Find(region, PriceNames.PublicIp) is not { } address || (isWindows && license is null))
        {
            return null;
        }

        return new TaskPrice
        {
            Vcpu = vcpu.Amount,
            License = license?.Amount ?? 0,
            Memory = memory.Amount,
            Storage = storage.Amount,
            PublicIp = address.Amount,
            Date = vcpu.Date,
            Source = vcpu.Source,
        };
    }
}
