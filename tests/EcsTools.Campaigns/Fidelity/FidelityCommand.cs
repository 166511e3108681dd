using System;
using System.Threading.Tasks;
using EcsTools.Campaigns.Fidelity.Models;
using EcsTools.Campaigns.Fidelity.Servers;

namespace EcsTools.Campaigns.Fidelity;

/// <summary><c>fidelity [service]</c>: the sandbox beside moto, where there is one.</summary>
internal static class FidelityCommand
{
    /// <summary>The number of the sandbox's wrong answers.</summary>
    public static async Task<int> RunAsync(string? service)
    {
        if (service is not null && !ServiceDescription.All.ContainsKey(service))
        {
            Console.Error.WriteLine($"The services are {string.Join(", ", ServiceDescription.All.Keys)}.");
            return 1;
        }

        var sets = FidelityCampaign.Sets(service);
        await using var sandbox = new ProbedSandbox();
        var answers = await FidelityCampaign.RunAsync(sandbox, sets);
        var (moto, missing) = await ProbedMoto.StartAsync();
        await using (moto)
        {
            var others = moto is null ? null : await FidelityCampaign.RunAsync(moto, sets);
            var report = new FidelityReport(answers, others);
            Console.Write(report);
            if (moto is null)
            {
                Console.WriteLine($"moto is not there to compare with: {missing}");
            }

            return report.Misses.Count;
        }
    }
}
