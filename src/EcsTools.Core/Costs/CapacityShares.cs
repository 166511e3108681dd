using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Costs;

/// <summary>How the tasks of a service are split between Fargate and Fargate Spot.</summary>
internal static class CapacityShares
{
    private static readonly Regex Number = new(@"\b(?<what>base|weight) (?<count>\d+)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The number of tasks on Spot: first the base, and the rest by weight.</summary>
    /// <param name="providers">The capacity of the service, such as <c>FARGATE base 1 weight 1</c> and <c>FARGATE_SPOT weight 3</c>.</param>
    /// <param name="count">Number of tasks.</param>
    public static int SpotCount(IReadOnlyList<string> providers, int count)
    {
        var shares = providers.Select(text => (IsSpot: text.StartsWith("FARGATE_SPOT", StringComparison.Ordinal), Base: Value(text, "base"),
            Weight: Value(text, "weight"))).ToList();
        var based = shares.Sum(share => share.Base);
        if (!shares.Exists(share => share.IsSpot))
        {
            return 0;
        }

        var spotBase = Math.Min(count, shares.Where(share => share.IsSpot).Sum(share => share.Base));
        var (rest, weights) = (Math.Max(0, count - based), shares.Sum(share => share.Weight));
        var spotWeight = shares.Where(share => share.IsSpot).Sum(share => share.Weight);
        return spotBase + (weights == 0 ? (shares.TrueForAll(share => share.IsSpot) ? rest : 0) : (int)Math.Round((double)rest * spotWeight / weights));
    }

    private static int Value(string text, string what)
        => Number.Matches(text).Cast<Match>().Where(match => match.Groups["what"].Value == what)
            .Select(match => int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture)).FirstOrDefault();
}
