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

    /// <summary>The price of a month as a line of a plan.</summary>
    public static string Text(string region, int publicAddresses)
    {
        const string Base = "us-east-1";
        var isKnown = Month(region, publicAddresses) is not null;
        var (priced, book) = (isKnown ? region : Base, PriceBook.Current);
        var addresses = publicAddresses == 0 ? "" : string.Format(
            CultureInfo.InvariantCulture, " + {0} public IPv4 addresses x {1} an hour", publicAddresses, book.Find(priced, PriceNames.PublicIp)!.Amount);
        return string.Format(
            CultureInfo.InvariantCulture,
            "cost: {0:0.00} USD a month ({1} an hour{2}), and {3} for each capacity unit and hour of its traffic{4}",
            Month(priced, publicAddresses)!.Value,
            book.Find(priced, PriceNames.LoadBalancer)!.Amount,
            addresses,
            book.Find(priced, PriceNames.LoadBalancerUnit)!.Amount,
            isKnown ? "" : "; prices of us-east-1, those of " + region + " can differ");
    }
}
