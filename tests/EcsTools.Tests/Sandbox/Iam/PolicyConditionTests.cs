using EcsTools.Sandbox.Services.Iam;
using Xunit;

namespace EcsTools.Tests.Sandbox.Iam;

public sealed class PolicyConditionTests
{
    [Theory]
    [InlineData("IpAddress", "127.0.0.1", "127.0.0.0/8", true)]
    [InlineData("IpAddress", "127.0.0.1", "127.0.0.1", true)]
    [InlineData("IpAddress", "127.0.0.1", "127.0.0.2/31", false)]
    [InlineData("IpAddress", "127.0.0.1", "::/0", false)]
    [InlineData("IpAddress", "2001:db8::1", "2001:db8::/32", true)]
    [InlineData("NotIpAddress", "127.0.0.1", "10.0.0.0/8", true)]
    [InlineData("NotIpAddress", "127.0.0.1", "0.0.0.0/0", false)]
    [InlineData("IpAddress", "127.0.0.1", "127.0.0.1/x", false)]
    public void An_address_is_compared_with_a_range(string test, string address, string range, bool isMet)
        => Assert.Equal(isMet, PolicyCondition.IsMet(test, [address], [range]));
}
