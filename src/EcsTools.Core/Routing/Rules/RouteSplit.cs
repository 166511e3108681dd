using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>
/// Splits conditions with many values into several rules. A rule has at most five values and five wildcards, and a condition at most three values ("Quotas
/// for your Application Load Balancers" in the user guide).
/// </summary>
internal static class RouteSplit
{
    private const int RuleValues = 5;
    private const int RuleWildcards = 5;
    private const int ConditionValues = 3;

    /// <summary>The conditions of each rule. Together they apply to the same requests.</summary>
    /// <exception cref="EcsToolsException">There are more conditions than a rule can have, even with one value each.</exception>
    public static IReadOnlyList<IReadOnlyList<FargateRouteCondition>> Split(IReadOnlyList<FargateRouteCondition> conditions)
    {
        if (Fits(conditions))
        {
            return [conditions];
        }

        var most = conditions.OrderByDescending(condition => condition.Values.Count).First();
        if (most.Values.Count == 1)
        {
            throw new EcsToolsException(
                ErrorCodes.TooManyConditions,
                $"The route has {conditions.Sum(condition => condition.Values.Count)} conditions with "
                    + $"{conditions.Sum(Wildcards)} wildcards: {RouteConditions.Describe(conditions)}. A rule has at most {RuleValues} of each.",
                "Leave out some of them.",
                conditions[conditions.Count - 1].Field switch
                {
                    RouteConditions.Header => "Header",
                    RouteConditions.Query => "Query",
                    _ => "Path",
                });
        }

        // As many values as fit beside those of the other conditions, so that there are few rules.
        var others = conditions.Sum(condition => condition.Values.Count) - most.Values.Count;
        var size = Math.Max(1, Math.Min(Math.Min(ConditionValues, RuleValues - others), most.Values.Count - 1));
        return Split(With(conditions, most, most.Values.Take(size)))
            .Concat(Split(With(conditions, most, most.Values.Skip(size))))
            .ToList();
    }

    private static bool Fits(IReadOnlyList<FargateRouteCondition> conditions)
        => conditions.All(condition => condition.Values.Count <= ConditionValues)
            && conditions.Sum(condition => condition.Values.Count) <= RuleValues
            && conditions.Sum(Wildcards) <= RuleWildcards;

    private static int Wildcards(FargateRouteCondition condition)
        => condition.IsRegex || condition.Field is RouteConditions.Method or RouteConditions.Source ? 0 : condition.Values.Sum(RoutePattern.Wildcards);

    private static List<FargateRouteCondition> With(
        IReadOnlyList<FargateRouteCondition> conditions, FargateRouteCondition changed, IEnumerable<string> values)
        => conditions.Select(condition => ReferenceEquals(condition, changed) ? condition with { Values = values.ToList() } : condition).ToList();
}
