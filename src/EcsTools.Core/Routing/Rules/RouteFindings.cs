using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>Finds what is probably not meant, and says how to correct it.</summary>
internal static class RouteFindings
{
    /// <summary>What is noticed about a route.</summary>
    /// <param name="request">The route.</param>
    /// <param name="conditions">Its conditions.</param>
    /// <param name="priority">Its priority.</param>
    /// <param name="others">The other rules of the listener.</param>
    public static IEnumerable<string> Of(
        RouteRequest request, IReadOnlyList<FargateRouteCondition> conditions, int priority, IReadOnlyList<PlacedRule> others)
    {
        if (others.FirstOrDefault(rule => rule.Priority < priority && RouteOrder.Covers(rule.Conditions, conditions)) is { } first)
        {
            yield return $"The route for {RouteConditions.Describe(conditions)} never answers: rule {first.Priority} "
                + $"({RouteConditions.Describe(first.Conditions)}) fits the same requests and comes first. {Fix(request, first.Priority, others)}";
        }

        foreach (var later in others.Where(rule => rule.Priority > priority && RouteOrder.Covers(conditions, rule.Conditions)))
        {
            yield return $"Rule {later.Priority} ({RouteConditions.Describe(later.Conditions)}) never answers any more, because the route for "
                + $"{RouteConditions.Describe(conditions)} comes first. Move that rule before it: Set-FargateRoute -ListenerRuleArn {later.RuleArn} -Priority "
                + $"{FreeBefore(priority, others)}";
        }
    }

    /// <summary>Paths such as <c>/users/*</c> that leave out <c>/users</c>.</summary>
    /// <param name="request">The route.</param>
    /// <param name="others">The other rules of the listener.</param>
    public static IEnumerable<string> OfPaths(RouteRequest request, IReadOnlyList<PlacedRule> others)
    {
        var paths = request.Conditions.Paths ?? [];
        foreach (var path in paths.Where(path => path.Length > 2 && path.EndsWith("/*", StringComparison.Ordinal)))
        {
            var bare = path.Substring(0, path.Length - 2);
            var isCovered = paths.Any(other => RoutePattern.Matches(other, bare, ignoreCase: false))
                || others.Any(rule => rule.Conditions.Any(condition => condition is { Field: RouteConditions.Path, IsRegex: false }
                    && condition.Values.Any(value => !RoutePattern.HasWildcard(value) && value == bare)));
            if (!isCovered && !RoutePattern.HasWildcard(bare))
            {
                var target = request.Target is { } group ? $" -Name {group.Name}"
                    : request.Redirect is { } redirect ? $" -RedirectTo '{redirect.To}'" : $" -StatusCode {request.Answer?.StatusCode}";
                yield return $"The path {path} does not include {bare} itself. To include it: Add-FargateRoute {request.LoadBalancer} {bare}{target}";
            }
        }
    }

    private static string Fix(RouteRequest request, int before, IReadOnlyList<PlacedRule> others)
        => request.Target is { } target
            ? $"Move it before that: Set-FargateRoute {target.Name} -LoadBalancer {request.LoadBalancer} -Priority {FreeBefore(before, others)}"
            : $"Choose a lower -Priority, such as {FreeBefore(before, others)}.";

    private static int FreeBefore(int priority, IReadOnlyList<PlacedRule> others)
        => Enumerable.Range(1, Math.Max(1, priority - 1)).Reverse().FirstOrDefault(number => others.All(rule => rule.Priority != number)) is > 0 and var free
            ? free : priority;
}
