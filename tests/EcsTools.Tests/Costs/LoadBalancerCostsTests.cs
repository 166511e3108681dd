using EcsTools.Costs;
using Xunit;

namespace EcsTools.Tests.Costs;

public sealed class LoadBalancerCostsTests
{
    /// <summary>730 hours at 0.0225 USD, and at 0.005 USD for each of three addresses.</summary>
    [Fact]
    public void A_plan_has_the_price_of_a_month_and_of_the_traffic()
        => Assert.StartsWith("cost: 27.38 USD a month (0.0225 an hour + 3 public IPv4 addresses x 0.005 an hour), and 0.008 for", LoadBalancerCosts.Text("us-east-1", 3));

    [Fact]
    public void A_region_whose_prices_are_not_known_gets_no_price_of_another_region()
        => Assert.Equal("cost: the prices of mx-central-1 are not known here", LoadBalancerCosts.Text("mx-central-1", 3));
}
