using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace EcsTools.Costs;

/// <summary>
/// Which product of the public price list is which price. A usage type begins with a short name of its region, such as <c>APN2-</c>, and in us-east-1 often
/// without one. Source: the offer files of AmazonECS, AWSELB, AmazonVPC, AmazonEC2, AmazonECR and AmazonCloudWatch, September 2026.
/// </summary>
internal static class PriceListNames
{
    private static readonly Regex RegionPrefix = new("^[A-Z]{2,4}[0-9]?-", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Dictionary<(string Offer, string UsageType), string> Known = new()
    {
        [("AmazonECS", "Fargate-vCPU-Hours:perCPU")] = PriceNames.Vcpu("x86"),
        [("AmazonECS", "Fargate-GB-Hours")] = PriceNames.Memory("x86"),
        [("AmazonECS", "Fargate-ARM-vCPU-Hours:perCPU")] = PriceNames.Vcpu("arm"),
        [("AmazonECS", "Fargate-ARM-GB-Hours")] = PriceNames.Memory("arm"),
        [("AmazonECS", "Fargate-Windows-vCPU-Hours:perCPU")] = PriceNames.Vcpu("windows"),
        [("AmazonECS", "Fargate-Windows-GB-Hours")] = PriceNames.Memory("windows"),
        [("AmazonECS", "Fargate-Windows-OS-Hours:perCPU")] = PriceNames.WindowsLicense,
        [("AmazonECS", "Fargate-EphemeralStorage-GB-Hours")] = PriceNames.Storage,
        [("AmazonVPC", "PublicIPv4:InUseAddress")] = PriceNames.PublicIp,
        [("AmazonEC2", "NatGateway-Hours")] = PriceNames.NatGateway,
        [("AmazonEC2", "NatGateway-Bytes")] = PriceNames.NatTraffic,
        [("AmazonEC2", "EBS:VolumeUsage.gp3")] = PriceNames.Disk,
        [("AmazonECR", "TimedStorage-ByteHrs")] = PriceNames.ImageStorage,
        [("AmazonCloudWatch", "DataProcessing-Bytes")] = PriceNames.Logs,
        [("AmazonCloudWatch", "TimedStorage-ByteHrs")] = PriceNames.LogStorage,
    };

    /// <summary>The name of the price; null for products that EcsTools does not use.</summary>
    /// <param name="offer">Code of the offer, such as <c>AmazonECS</c>.</param>
    /// <param name="family">Family of the product.</param>
    /// <param name="attribute">Reads an attribute of the product; null if it has none of that name.</param>
    public static string? Find(string offer, string? family, Func<string, string?> attribute)
    {
        var usage = RegionPrefix.Replace(attribute("usagetype") ?? "", "");
        if (usage.StartsWith("BoxUsage:", StringComparison.Ordinal))
        {
            return IsPlainLinux(attribute) ? PriceNames.Instance(usage.Substring("BoxUsage:".Length)) : null;
        }

        // In us-east-1 load balancers are also products of EC2.
        if (family == "Load Balancer-Application" && offer is ("AWSELB" or "AmazonEC2"))
        {
            return usage switch
            {
                "LoadBalancerUsage" => PriceNames.LoadBalancer,
                "LCUUsage" => PriceNames.LoadBalancerUnit,
                _ => null,
            };
        }

        return Known.TryGetValue((offer, usage), out var name) ? name : null;
    }

    private static bool IsPlainLinux(Func<string, string?> attribute)
        => attribute("operatingSystem") is "Linux" && attribute("tenancy") is "Shared" && attribute("preInstalledSw") is "NA"
            && attribute("capacitystatus") is "Used" && attribute("operation") is "RunInstances";
}
