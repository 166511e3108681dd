using System.Threading.Tasks;
using EcsTools.Campaigns.Load;
using Xunit;

namespace EcsTools.Tests.Sandbox.Hosting;

/// <summary>A short form of "./build.sh campaign requests".</summary>
public sealed class LoadedSandboxTests
{
    [Fact]
    public async Task Every_client_reads_what_it_wrote_while_others_send_large_bodies_without_a_key()
    {
        var report = await new RequestCampaign(clients: 16, intruders: 4).RunAsync(1_000);

        Assert.Empty(report.Findings);
    }
}
