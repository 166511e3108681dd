using EcsTools.Costs;
using Xunit;

namespace EcsTools.Tests.Costs;

public sealed class CapacitySharesTests
{
    [Theory]
    [InlineData(0, 4, "FARGATE weight 1")]
    [InlineData(4, 4, "FARGATE_SPOT weight 1")]
    [InlineData(3, 4, "FARGATE base 1 weight 0", "FARGATE_SPOT weight 1")]
    [InlineData(6, 9, "FARGATE base 1 weight 1", "FARGATE_SPOT weight 3")]
    [InlineData(1, 1, "FARGATE_SPOT base 2 weight 1")]
    [InlineData(0, 4)]
    public void Tasks_are_split_first_by_base_and_then_by_weight(int spot, int count, params string[] providers)
        => Assert.Equal(spot, CapacityShares.SpotCount(providers, count));
}
