using EcsTools.Campaigns;
using Xunit;

namespace EcsTools.Tests.Images;

/// <summary>A small part of the campaigns, with a fixed seed. All of them: <c>./build.sh campaign</c>.</summary>
public class MalformedContentTests
{
    public static TheoryData<string> Readers => [.. EcsTools.Campaigns.ForeignReaders.All.Keys];

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_malformed_input_is_read_or_refused_with_the_one_kind_of_error(string name)
    {
        using var reader = EcsTools.Campaigns.ForeignReaders.All[name]();

        var report = new Campaign(reader, seed: 7).Run(0, 60);

        Assert.Empty(report.Findings);
        Assert.True(report.ReadCount < 60 && report.ReadCount > 0, report.ToString());
    }

    [Fact]
    public void A_malformed_archive_is_the_same_to_the_framework_where_both_read_it()
        => Assert.Empty(EcsTools.Campaigns.Comparisons.TarComparison.Run(7, 0, 100).Findings);
}
