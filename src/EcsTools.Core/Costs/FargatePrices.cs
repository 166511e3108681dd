using System;
using System.Collections.Generic;

namespace EcsTools.Costs;

/// <summary>
/// A snapshot of Fargate's prices for Linux, in USD per hour for one vCPU and one GB. On demand: the public price list, AmazonECS offer
/// file of each region (usage types …-Fargate-vCPU-Hours:perCPU, …-GB-Hours, …-ARM-…), October 2026. Spot, whose prices change: the price
/// page, 28 September 2026.
/// </summary>
internal static class FargatePrices
{
    /// <summary>Price per hour of one GB of ephemeral storage beyond the 20 included.</summary>
    public const decimal StorageGbHour = 0.000111m;

    /// <summary>Price per hour of a public IPv4 address, the same in every region.</summary>
    public const decimal PublicIpHour = 0.005m;

    private const string PriceList = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonECS/current/index.json";
    private const string PricePage = "https://aws.amazon.com/fargate/pricing/";

    private static readonly DateTime OnDemandDay = new(2026, 10, 1);
    private static readonly DateTime SpotDay = new(2026, 9, 28);

    private static readonly Dictionary<string, FargatePrice> X86 = new(StringComparer.Ordinal)
    {
        ["us-east-1"] = OnDemand(.04048m, .004445m),
        ["eu-west-1"] = OnDemand(.04048m, .004445m),
        ["ap-northeast-2"] = OnDemand(.04656m, .00511m),
        ["eu-central-1"] = OnDemand(.04656m, .00511m),
        ["eu-north-1"] = OnDemand(.0445m, .0049m),
        ["ap-northeast-1"] = OnDemand(.05056m, .00553m),
        ["ap-southeast-1"] = OnDemand(.05056m, .00553m),
        ["ap-south-1"] = OnDemand(.04256m, .004655m),
    };

    private static readonly Dictionary<string, FargatePrice> Arm = new(StringComparer.Ordinal)
    {
        ["us-east-1"] = OnDemand(.03238m, .00356m),
        ["eu-west-1"] = OnDemand(.03238m, .00356m),
        ["ap-northeast-2"] = OnDemand(.03725m, .00409m),
        ["ap-south-1"] = OnDemand(.02383m, .00261m),
    };

    private static readonly Dictionary<string, FargatePrice> SpotX86 = new(StringComparer.Ordinal)
    {
        ["us-east-1"] = Spot(.01288871m, .00141527m),
        ["eu-west-1"] = Spot(.01224056m, .0013441m),
    };

    /// <summary>The price in a region; null if it is not known here.</summary>
    /// <param name="region">Region, such as <c>eu-west-1</c>.</param>
    /// <param name="arm">Whether the task runs on ARM64.</param>
    /// <param name="spot">Whether the task runs on Spot capacity.</param>
    public static FargatePrice? Find(string region, bool arm, bool spot)
    {
        var prices = (arm, spot) switch
        {
            (false, false) => X86,
            (true, false) => Arm,
            (false, true) => SpotX86,
            _ => null,
        };
        return prices is not null && prices.TryGetValue(region, out var price) ? price : null;
    }

    private static FargatePrice OnDemand(decimal vcpu, decimal memory) => new(vcpu, memory, OnDemandDay, PriceList);

    private static FargatePrice Spot(decimal vcpu, decimal memory) => new(vcpu, memory, SpotDay, PricePage);
}
