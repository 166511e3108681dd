using System.Threading.Tasks;
using EcsTools.Campaigns.Durability;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>A short form of the campaign <c>push-kills</c>.</summary>
public sealed class KilledPushTests
{
    [SkippableFact]
    public async Task Nothing_is_left_of_a_killed_push_after_the_next_one()
    {
        Skip.If(PushKillCampaign.Missing is not null, PushKillCampaign.Missing);
        var report = await new PushKillCampaign(seed: 3).RunAsync(kills: 3);

        Assert.True(report.Findings.Count == 0, report.Summary + "\n" + string.Join("\n", report.Findings));
    }
}
