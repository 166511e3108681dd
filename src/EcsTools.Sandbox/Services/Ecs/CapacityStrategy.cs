using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Spreads tasks over the capacity providers of a strategy: bases first, then by weight.</summary>
internal static class CapacityStrategy
{
    /// <returns>One provider for each task, or null for each where there is no strategy.</returns>
    public static IReadOnlyList<string?> Spread(IReadOnlyList<JsonObject> strategy, int count)
    {
        if (strategy.Count == 0)
        {
            return new string?[count];
        }

        var bases = strategy.SelectMany(item => Enumerable.Repeat(item.Text("capacityProvider")!, (int)(item.Integer("base") ?? 0)));
        var chosen = bases.Take(count).ToList<string?>();
        var weighted = strategy.Select(item => (Name: item.Text("capacityProvider")!, Weight: (double)(item.Integer("weight") ?? 0))).ToList();
        if (weighted.All(item => item.Weight == 0))
        {
            // A strategy of one provider needs no weight.
            weighted = weighted.ConvertAll(item => (item.Name, 1d));
        }

        var given = new Dictionary<string, int>(System.StringComparer.Ordinal);
        while (chosen.Count < count)
        {
            var next = weighted.Where(item => item.Weight > 0)
                .OrderBy(item => (given.TryGetValue(item.Name, out var already) ? already + 1 : 1) / item.Weight)
                .First().Name;
            given[next] = given.TryGetValue(next, out var times) ? times + 1 : 1;
            chosen.Add(next);
        }

        return chosen;
    }
}
