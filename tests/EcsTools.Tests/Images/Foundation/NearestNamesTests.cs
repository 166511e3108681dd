using Xunit;

namespace EcsTools.Tests.Images.Foundation;

public sealed class NearestNamesTests
{
    private static readonly string[] Names = { "demo", "demo-blue", "production", "staging" };

    [Theory]
    [InlineData("dmeo", "demo")]
    [InlineData("demo-bleu", "demo-blue")]
    [InlineData("PRODUCTION", "production")]
    [InlineData("stag", "staging")]
    public void A_name_mistyped_or_begun_finds_the_one_that_was_meant(string wanted, string meant)
        => Assert.Equal(meant, NearestNames.Find(wanted, Names)[0]);

    [Fact]
    public void A_name_like_none_of_them_finds_nothing()
    {
        Assert.Empty(NearestNames.Find("zebra", Names));
        Assert.Equal("See the list.", NearestNames.Suggest("zebra", Names, "See the list."));
        Assert.Equal("Did you mean demo?", NearestNames.Suggest("dmeo", Names, "See the list."));
    }
}
