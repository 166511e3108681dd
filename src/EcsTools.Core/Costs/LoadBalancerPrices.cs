using System;
using System.Collections.Generic;
using System.Globalization;

namespace EcsTools.Costs;

/// <summary>
/// What an Application Load Balancer costs in USD, without its traffic (https://aws.amazon.com/elasticloadbalancing/pricing/, October 2026). The traffic is
/// billed in capacity units (LCU) for each hour.
/// </summary>
internal static class LoadBalancerPrices
{
    /// <summary>Hours of an average month, as AWS's own calculator has them.</summary>
    private const int HoursOfMonth = 730;

    private static readonly Dictionary<string, (decimal Hour, decimal Unit)> Known = new(StringComparer.Ordinal) { ["us-east-1"] = (0.0225m, 0.008m) };

    /// <summary>The price of a month; null in a region whose price is not known here.</summary>
    /// <param name="region">The region.</param>
    /// <param name="publicAddresses">Its public IPv4 addresses: one for each zone of a load balancer that faces the internet.</param>
    public static decimal? Month(string region, int publicAddresses)
        => Known.TryGetValue(region, out var price)
            ? Math.Round(((price.Hour + (publicAddresses * FargatePrices.PublicIpHour)) * HoursOfMonth), 2) : null;

    /// <summary>The price of a month as a line of a plan.</summary>
    public static string Text(string region, int publicAddresses)
    {
        var isKnown = Known.TryGetValue(region, out var price);
        var (hour, unit) = isKnown ? price : Known["us-east-1"];
        var month = Month(isKnown ? region : "us-east-1", publicAddresses)!.Value;
        var addresses = publicAddresses == 0 ? "" : string.Format(
            CultureInfo.InvariantCulture, " + {0} public IPv4 addresses x {1} an hour", publicAddresses, FargatePrices.PublicIpHour);
        return string.Format(
            CultureInfo.InvariantCulture,
            "cost: {0:0.00} USD a month ({1} an hour{2}), and {3} for each capacity unit and hour of its traffic{4}",
            month,
            hour,
            addresses,
            unit,
            isKnown ? "" : "; prices of us-east-1, those of " + region + " can differ");
    }
}
