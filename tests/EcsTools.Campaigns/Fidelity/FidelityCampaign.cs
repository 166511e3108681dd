using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Campaigns.Fidelity.Constraints;
using EcsTools.Campaigns.Fidelity.Models;
using EcsTools.Campaigns.Fidelity.Servers;
using EcsTools.Campaigns.Fidelity.Sets;
using EcsTools.Campaigns.Fidelity.Wire;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>Sends the same requests to servers that stand in for AWS, and compares their answers with those of AWS.</summary>
internal static class FidelityCampaign
{
    /// <summary>The sets of a service, or of all: those that are made from its model, and those that are written by hand.</summary>
    public static IReadOnlyList<ProbeSet> Sets(string? service)
        => [.. ServiceDescription.All.Values.Select(description => new ConstraintProbes(description).Create())
            .Concat(ProbeSets.Written)
            .Where(set => service is null || set.Service == service)
            .OrderBy(set => set.Service, StringComparer.Ordinal)];

    public static async Task<IReadOnlyList<ProbeResult>> RunAsync(ProbedServer server, IEnumerable<ProbeSet> sets)
    {
        var results = new List<ProbeResult>();
        foreach (var set in sets)
        {
            using var sender = await server.ResetAsync();
            results.AddRange(await new ProbeRun(sender).RunAsync(set));
        }

        return results;
    }
}
