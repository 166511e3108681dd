using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing.Balancers;

namespace EcsTools.Routing.Rules;

/// <summary>Works out and writes the weights of a rule.</summary>
internal sealed class WeightChange(AwsConnection connection)
{
    /// <summary>The highest weight of a target group.</summary>
    public const int Maximum = 999;

    /// <summary>The requested weights, by ARN of the target group.</summary>
    public async Task<IReadOnlyList<(string Arn, int Weight)>> WantedAsync(FargateRoute route, RouteChangeRequest request, CancellationToken cancellationToken)
    {
        if (route.Action != "forward")
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue("Weight").OfRecord,
                $"-Weight applies to target groups, but {(route.IsDefault ? "the default route" : $"rule {route.Priority}")} is a {route.Action}.",
                "Choose a route that forwards. Get-FargateRoute lists all routes.",
                "Weight",
                route.ListenerRuleArn);
        }

        var before = route.Targets.Select(target => (Arn: target.TargetGroupArn, target.Weight)).ToList();
        if (request.Percent is { } percent)
        {
            return Share(route, before, percent);
        }

        var weights = request.Revert
            ? await new WeightHistory(connection).RequireAsync(route, cancellationToken).ConfigureAwait(false) : request.Weights!;
        Check(weights);
        var wanted = new List<(string Arn, int Weight)>();
        foreach (var weight in weights.OrderByDescending(weight => weight.Key == route.RouteName).ThenBy(weight => weight.Key, StringComparer.Ordinal))
        {
            var arn = before.Find(target => ActionText.NameOf(target.Arn) == weight.Key).Arn
                ?? (await new TargetGroupPlanner(connection).FindAsync(weight.Key, cancellationToken).ConfigureAwait(false))?.TargetGroupArn
                ?? throw new EcsToolsException(
                    ErrorCodes.TargetGroupUnknown,
                    $"-Weight: there is no target group '{weight.Key}'.",
                    $"The route forwards to {string.Join(", ", route.Targets.Select(target => target.TargetGroupName))}. Create another one: "
                        + $"Add-FargateRoute {route.LoadBalancer} <path> -Name {weight.Key} -ContainerPort <port>",
                    "Weight",
                    weight.Key);
            wanted.Add((arn, weight.Value));
        }

        return wanted;
    }

    /// <summary>Writes weights. Stickiness between the groups stays.</summary>
    public async Task WriteAsync(FargateRoute route, IReadOnlyList<(string Arn, int Weight)> weights, CancellationToken cancellationToken)
    {
        var rules = await connection.RulesAsync(route.ListenerArn, cancellationToken).ConfigureAwait(false);
        var rule = rules.FirstOrDefault(other => other.RuleArn == route.ListenerRuleArn) ?? throw Routes.Missing(route.RouteName ?? route.ListenerRuleArn, []);
        var stickiness = ActionText.Last(rule.Actions)?.ForwardConfig?.TargetGroupStickinessConfig;
        var action = RouteWeights.Forward(
            weights.Select(weight => new PlannedWeight(ActionText.NameOf(weight.Arn), () => weight.Arn, weight.Weight)).ToList(), stickiness);

        // Actions before the last one, such as authentication, stay.
        var others = (rule.Actions ?? []).Where(other => other.Type?.Value is not "forward").ToList();
        action.Order = others.Count > 0 ? others.Max(other => other.Order ?? 0) + 1 : null;
        if (route.IsDefault)
        {
            await connection.LoadBalancing.ModifyListenerAsync(
                new ModifyListenerRequest { ListenerArn = route.ListenerArn, DefaultActions = [.. others, action] }, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await connection.LoadBalancing.ModifyRuleAsync(
                new ModifyRuleRequest { RuleArn = route.ListenerRuleArn, Actions = [.. others, action] }, cancellationToken).ConfigureAwait(false);
        }
    }

    public static string Describe(IEnumerable<(string Arn, int Weight)> weights)
        => string.Join(", ", weights.Select(weight => FormattableString.Invariant($"{ActionText.NameOf(weight.Arn)} {weight.Weight}")));

    private static IReadOnlyList<(string Arn, int Weight)> Share(FargateRoute route, List<(string Arn, int Weight)> before, int percent)
    {
        LoadBalancerChecks.Within(percent, 0, 100, "Weight", "percent");
        if (before.Count == 1 && percent < 100)
        {
            throw new EcsToolsException(
                ErrorCodes.NothingToShareWith,
                $"-Weight {percent} leaves {100 - percent} percent to another target group, but route '{route.RouteName}' forwards to only one.",
                $"Name both: -Weight @{{ {route.RouteName} = {percent}; <other group> = {100 - percent} }}",
                "Weight",
                percent);
        }

        var others = before.Where(target => target.Arn != route.TargetGroupArn).ToList();
        var shares = RouteWeights.Distribute(others.Select(target => target.Weight).ToList(), 100 - percent);
        return [(route.TargetGroupArn!, percent), .. others.Select((target, i) => (target.Arn, shares[i]))];
    }

    private static void Check(IReadOnlyDictionary<string, int> weights)
    {
        foreach (var weight in weights)
        {
            LoadBalancerChecks.Within(weight.Value, 0, Maximum, "Weight", $"for {weight.Key}");
        }

        if (weights.Count is 0 or > RouteWeights.MaximumGroups || weights.Values.Sum() == 0)
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue("Weight"),
                weights.Count > RouteWeights.MaximumGroups
                    ? $"-Weight names {weights.Count} target groups, and AWS allows {RouteWeights.MaximumGroups} in a rule."
                    : "-Weight gives no target group a weight above 0, so every request would fail.",
                "Give at least one of 1 to 5 groups a weight: -Weight @{ users = 10; api = 90 }",
                "Weight",
                weights.Count);
        }
    }
}
