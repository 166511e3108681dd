using System;
using System.Globalization;

namespace EcsTools.Costs;

/// <summary>
/// What an Application Load Balancer costs in USD, without its traffic. The traffic is billed in capacity units (LCU) for each hour
/// (https://aws.amazon.com/elasticloadbalancing/pricing/).
/// </summary>
internal static class LoadBalancerCosts
{
    /// <summary>The price of a month; null in a region whose price is not known.</summary>
    /// <param name="region">The region.</param>
    /// <param name="publicAddresses">Its public IPv4 addresses: one for each zone of a load balancer that faces the internet.</param>
    public static decimal? Month(string region, int publicAddresses)
    {
        var book = PriceBook.Current;
        return book.Find(region, PriceNames.LoadBalancer) is { } hour && book.Find(region, PriceNames.PublicIp) is { } address
            ? Math.Round((hour.Amount + (publicAddresses * address.Amount)) * TaskCosts.HoursOfMonth, 2) : null;
    }

    /// <summary>The price of a month as a line of a plan. It says so if the prices of the region are not known, and guesses none.</summary>
    /// <param name="region">The region.</param>
    /// <param name="publicAddresses">Its public IPv4 addresses.</param>
    public static string Text(string region, int publicAddresses)
    {
        var book = PriceBook.Current;
        if (Month(region, publicAddresses) is not { } month || book.Find(region, PriceNames.LoadBalancerUnit) is not { } unit)
        {
            return $"cost: the prices of {region} are not known here";
        }

        var addresses = publicAddresses == 0 ? "" : string.Format(
            CultureInfo.InvariantCulture, " + {0} public IPv4 addresses x {1} an hour", publicAddresses, book.Find(region, PriceNames.PublicIp)!.Amount);
        return string.Format(
            CultureInfo.InvariantCulture,
            "cost: {0:0.00} USD a month ({1} an hour{2}), and {3} for each capacity unit and hour of its traffic",
            month,
            book.Find(region, PriceNames.LoadBalancer)!.Amount,
            addresses,
            unit.Amount);
    }
}
