using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>
/// Changes the rule for test traffic together with the rule of its route. With other conditions it would test other requests than those that a deployment then
/// moves, and behind the rule of the route it would receive nothing.
/// </summary>
internal sealed class TestRuleChange(AwsConnection connection)
{
    /// <summary>Plans what becomes of the rule for test traffic.</summary>
    /// <param name="route">The route as it is.</param>
    /// <param name="conditions">The conditions that it will have.</param>
    /// <param name="priority">The priority that it will have; null if it stays.</param>
    /// <param name="others">The other rules of its listener.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The rule for test traffic has no room for the conditions, or no place before the route.</exception>
    public async Task<PlannedTestRule> PlanAsync(
        FargateRoute route,
        IReadOnlyList<FargateRouteCondition> conditions,
        int? priority,
        IReadOnlyList<PlacedRule> others,
        CancellationToken cancellationToken)
    {
        if (await TestRuleAsync(route, others, cancellationToken).ConfigureAwait(false) is not { } rule)
        {
            return new PlannedTestRule([], others, []);
        }

        var own = rule.Conditions.Where(condition => !route.Conditions.Any(other => RouteConditions.Same([other], [condition]))).ToList();
        if (rule.Conditions.Count - own.Count < route.Conditions.Count)
        {
            return new PlannedTestRule([], others, [
                $"The rule for test traffic ({RouteConditions.Describe(rule.Conditions)}) does not have the conditions of the route "
                    + $"({RouteConditions.Describe(route.Conditions)}), so it stays as it is. To change it: Set-FargateRoute -ListenerRuleArn {rule.RuleArn} "
                    + "with -Path, -HostName or another condition."]);
        }

        var (steps, planned) = (new List<ChangeStep>(), rule);

        // A rule that exists is named by its own ARN, so its listener does not matter.
        var writer = new RuleWriter(connection, route.ListenerArn);
        var wanted = conditions.Where(condition => !own.Any(other => IsSameField(other, condition))).Concat(own).ToList();
        if (!RouteConditions.Same(rule.Conditions, wanted))
        {
            CheckRoom(wanted);
            steps.Add(writer.NewConditions(rule, wanted));
            planned = planned with { Conditions = wanted };
        }

        var isBeforeRoute = others.Any(other => other.RuleArn == rule.RuleArn) && rule.Priority < route.Priority;
        if (isBeforeRoute && priority is { } place && place < rule.Priority)
        {
            planned = planned with { Priority = PlaceBefore(place, [.. others, new PlacedRule(route.ListenerRuleArn, route.Priority ?? 0, route.Conditions)]) };
            steps.Add(writer.Move(
                new Dictionary<string, int> { [rule.RuleArn] = planned.Priority }, [rule], $"rule {rule.Priority} moved to {planned.Priority}"));
        }

        return new PlannedTestRule(steps, others.Select(other => other.RuleArn == rule.RuleArn ? planned : other).ToList(), []);
    }

    /// <summary>The rule for test traffic, which may be at another listener; null if there is none.</summary>
    private async Task<PlacedRule?> TestRuleAsync(FargateRoute route, IReadOnlyList<PlacedRule> others, CancellationToken cancellationToken)
    {
        if (route.TestListenerRuleArn is not { } arn)
        {
            return null;
        }

        if (others.FirstOrDefault(other => other.RuleArn == arn) is { } here)
        {
            return here;
        }

        var found = await connection.LoadBalancing.DescribeRulesAsync(new DescribeRulesRequest { RuleArns = [arn] }, cancellationToken).ConfigureAwait(false);
        return found.Rules is [var rule, ..] ? new PlacedRule(arn, rule.Priority() ?? 0, RouteConditions.From(rule.Conditions)) : null;
    }

    /// <summary>The nearest free place for a rule for test traffic before the place of its route.</summary>
    /// <param name="place">The place that the route will have.</param>
    /// <param name="rules">The rules of the listener.</param>
    public static int PlaceBefore(int place, IReadOnlyList<PlacedRule> rules)
    {
        var priorities = new RoutePriorities(rules);
        var free = Enumerable.Range(1, place - 1).LastOrDefault(priorities.IsFree);
        return free != 0 ? free : throw new EcsToolsException(
            ErrorCodes.NoFreePriority,
            $"Priority {place} leaves no free number for the rule for test traffic, which must come before the route.",
            $"Use -Priority {priorities.FreeAfter(place)}.",
            "Priority",
            place);
    }

    private static bool IsSameField(FargateRouteCondition one, FargateRouteCondition other)
        => one.Field == other.Field && string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase);

    private static void CheckRoom(IReadOnlyList<FargateRouteCondition> conditions)
    {
        if (RouteSplit.Split(conditions).Count > 1)
        {
            throw new EcsToolsException(
                ErrorCodes.TooManyConditions,
                $"The rule for test traffic would have {conditions.Sum(condition => condition.Values.Count)} values: {RouteConditions.Describe(conditions)}. "
                    + "AWS allows five in a rule and three in a condition.",
                "Use fewer values, so that one rule is enough.",
                "Path");
        }
    }
}

/// <summary>What becomes of the rule for test traffic.</summary>
/// <param name="Steps">The steps that change it.</param>
/// <param name="Others">The other rules of the route's listener, as they are after these steps.</param>
/// <param name="Warnings">Warnings.</param>
internal sealed record PlannedTestRule(IReadOnlyList<ChangeStep> Steps, IReadOnlyList<PlacedRule> Others, IReadOnlyList<string> Warnings);
