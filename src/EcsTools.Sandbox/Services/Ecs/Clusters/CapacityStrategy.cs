using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>Capacity provider strategies: read, checked, written, and applied to tasks.</summary>
internal static class CapacityStrategy
{
    private const string NotAssociated = "The specified capacity provider strategy cannot contain a capacity provider that is not "
        + "associated with the cluster. Associate the capacity provider with the cluster and try again.";

    /// <summary>The strategy in a member. Weight and base default to 0.</summary>
    public static IReadOnlyList<CapacityProviderItem> Read(JsonObject from, string member) => from.Objects(member)
        .Select(item => new CapacityProviderItem(
            item.Text("capacityProvider")!, item.Integer("weight") ?? 0, item.Integer("base") ?? 0))
        .ToList();

    public static JsonArray Write(IEnumerable<CapacityProviderItem> strategy) => strategy
        .Select(item => new JsonObject { ["capacityProvider"] = item.Provider, ["weight"] = item.Weight, ["base"] = item.Base })
        .ToJson();

    /// <summary>Checks a strategy against the providers of its cluster.</summary>
    public static void Check(IReadOnlyList<CapacityProviderItem> strategy, IReadOnlyCollection<string> associated)
    {
        if (strategy.Count > 20)
        {
            throw EcsErrors.InvalidParameter("A capacity provider strategy can contain a maximum of 20 capacity providers.");
        }

        if (strategy.Any(item => !associated.Contains(item.Provider)))
        {
            throw EcsErrors.InvalidParameter(NotAssociated);
        }

        if (strategy.Count > 1 && strategy.All(item => item.Weight == 0))
        {
            throw EcsErrors.InvalidParameter(
                "There are no capacity providers in the capacity provider strategy with a weight value greater than zero. "
                + "Specify a weight greater than zero for at least one and try again.");
        }

        if (strategy.Count(item => item.Base > 0) > 1)
        {
            throw EcsErrors.InvalidParameter(
                "The specified capacity provider strategy contains multiple capacity providers with a base value defined. "
                + "Only one can have a base value.");
        }
    }

    /// <summary>Spreads tasks over the providers: bases first, then by weight.</summary>
    /// <returns>One provider for each task, or null for each if there is no strategy.</returns>
    public static IReadOnlyList<string?> Spread(IReadOnlyList<CapacityProviderItem> strategy, int count)
    {
        if (strategy.Count == 0)
        {
            return new string?[count];
        }

        var bases = strategy.SelectMany(item => Enumerable.Repeat(item.Provider, (int)item.Base));
        var chosen = bases.Take(count).ToList<string?>();
        var weighted = strategy.Select(item => (Name: item.Provider, Weight: (double)item.Weight)).ToList();
        if (weighted.All(item => item.Weight == 0))
        {
            // A strategy of one provider needs no weight.
            weighted = weighted.ConvertAll(item => (item.Name, 1d));
        }

        var given = new Dictionary<string, int>(StringComparer.Ordinal);
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
