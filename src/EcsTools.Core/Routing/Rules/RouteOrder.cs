using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>Compares rules: whether they apply to the same requests, and which one is more specific.</summary>
internal static class RouteOrder
{
    /// <summary>Whether a request can exist that both rules apply to.</summary>
    public static bool Overlap(IReadOnlyList<FargateRouteCondition> one, IReadOnlyList<FargateRouteCondition> other)
        => one.All(condition => Partners(condition, other) is not { Count: > 0 } partners || partners.Exists(partner => Overlap(condition, partner)));

    /// <summary>Whether the general rule applies to every request that the special one applies to.</summary>
    public static bool Covers(IReadOnlyList<FargateRouteCondition> general, IReadOnlyList<FargateRouteCondition> special)
        => general.All(condition => Partners(condition, special).Exists(partner => Covers(condition, partner)));

    /// <summary>
    /// More than 0 if the first rule is more specific, less than 0 if the second one is, 0 if neither is: by the host, then by the path, then by the number of
    /// the other conditions.
    /// </summary>
    public static int Compare(IReadOnlyList<FargateRouteCondition> one, IReadOnlyList<FargateRouteCondition> other)
    {
        foreach (var field in new[] { RouteConditions.Host, RouteConditions.Path })
        {
            if (Compare(field, one, other) is not 0 and var order)
            {
                return order;
            }
        }

        return Others(one).CompareTo(Others(other));
    }

    private static int Others(IReadOnlyList<FargateRouteCondition> conditions)
        => conditions.Count(condition => condition.Field is not (RouteConditions.Host or RouteConditions.Path));

    private static int Compare(string field, IReadOnlyList<FargateRouteCondition> one, IReadOnlyList<FargateRouteCondition> other)
    {
        var (first, second) = (one.FirstOrDefault(condition => condition.Field == field), other.FirstOrDefault(condition => condition.Field == field));
        if (first is null || second is null)
        {
            return (first is null ? 0 : 1) - (second is null ? 0 : 1);
        }

        // Only values that can apply to the same request say which rule must come first.
        var pairs = first.Values.SelectMany(a => second.Values.Where(b => Overlap(first, a, second, b)).Select(b => (a, b)));
        return Math.Sign(pairs.Sum(pair => Math.Sign(Specificity(first, pair.a) - Specificity(second, pair.b))));
    }

    private static int Specificity(FargateRouteCondition condition, string value)
        => condition.IsRegex ? value.Count(char.IsLetterOrDigit) : RoutePattern.Specificity(value);

    private static List<FargateRouteCondition> Partners(FargateRouteCondition condition, IReadOnlyList<FargateRouteCondition> others)
        => others.Where(other => other.Field == condition.Field && string.Equals(other.Name, condition.Name, StringComparison.OrdinalIgnoreCase)).ToList();

    private static bool Overlap(FargateRouteCondition one, FargateRouteCondition other)
        => one.Values.Any(a => other.Values.Any(b => Overlap(one, a, other, b)));

    private static bool Overlap(FargateRouteCondition one, string a, FargateRouteCondition other, string b)
        => one.IsRegex || other.IsRegex || one.Field switch
        {
            RouteConditions.Method => a == b,
            RouteConditions.Source => AddressRange.Overlap(a, b),
            RouteConditions.Query => true,
            _ => RoutePattern.Overlap(a, b, RouteConditions.IgnoresCase(one.Field)),
        };

    private static bool Covers(FargateRouteCondition general, FargateRouteCondition special)
        => special.Values.All(value => general.Values.Any(other => Covers(general, other, special, value)));

    private static bool Covers(FargateRouteCondition general, string a, FargateRouteCondition special, string b)
        => general.IsRegex || special.IsRegex ? general.IsRegex == special.IsRegex && a == b : general.Field switch
        {
            RouteConditions.Method => a == b,
            RouteConditions.Source => AddressRange.Covers(a, b),
            _ => RoutePattern.Covers(a, b, RouteConditions.IgnoresCase(general.Field)),
        };
}
