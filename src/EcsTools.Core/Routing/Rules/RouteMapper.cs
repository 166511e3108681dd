using System.Collections.Generic;
using System.Linq;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Models;
using EcsTools.Routing.Targets;

namespace EcsTools.Routing.Rules;

/// <summary>Converts rules to the objects that commands return.</summary>
internal static class RouteMapper
{
    /// <summary>The tag of a rule with the name of its route.</summary>
    public const string NameTag = "ecstools:route";

    public static FargateRoute ToModel(
        Rule rule,
        FargateListener listener,
        FargateLoadBalancer balancer,
        IReadOnlyDictionary<string, string> tags,
        IReadOnlyDictionary<string, TargetGroup> groups,
        IReadOnlyDictionary<string, TargetGroupHealth> health)
    {
        var action = ActionText.Last(rule.Actions);
        var targets = ActionText.Targets(action);
        var name = tags.TryGetValue(NameTag, out var tag) ? tag : targets.Select(target => ActionText.NameOf(target.Arn)).FirstOrDefault();
        var main = targets.Select(target => target.Arn).OrderByDescending(arn => ActionText.NameOf(arn) == name).FirstOrDefault();
        var alternate = targets.Select(target => target.Arn).FirstOrDefault(
            arn => name is not null && ActionText.NameOf(arn) == RouteChecks.AlternateName(name));
        return new FargateRoute
        {
            RouteName = name,
            LoadBalancer = balancer.LoadBalancer,
            LoadBalancerArn = balancer.LoadBalancerArn,
            ListenerPort = listener.ListenerPort,
            ListenerArn = listener.ListenerArn,
            ListenerRuleArn = rule.RuleArn,
            Priority = rule.Priority(),
            IsDefault = rule.IsDefault == true,
            Conditions = RouteConditions.From(rule.Conditions),
            Action = action?.Type?.Value ?? "",
            Targets = Targets(targets, health),
            TargetGroupArn = main,
            AlternateTargetGroupArn = alternate == main ? null : alternate,
            ContainerPort = main is not null && groups.TryGetValue(main, out var group) ? group.Port : null,
            TestOf = tags.TryGetValue(TestTraffic.Tag, out var tested) ? tested : null,
            RedirectTo = action?.RedirectConfig is { } redirect ? ActionText.RedirectTo(redirect) : null,
            StatusCode = ActionText.Number(action?.RedirectConfig?.StatusCode?.Value ?? action?.FixedResponseConfig?.StatusCode),
            RewritePath = rule.Transforms?.Find(transform => transform.UrlRewriteConfig is not null)?.UrlRewriteConfig.Rewrites is [var rewrite, ..]
                ? $"{rewrite.Regex} -> {rewrite.Replace}" : null,
            Tags = tags,
            Region = balancer.Region,
            AccountId = balancer.AccountId,
        };
    }

    private static List<FargateRouteTarget> Targets(
        IReadOnlyList<(string Arn, int Weight)> targets, IReadOnlyDictionary<string, TargetGroupHealth> health)
    {
        var sum = targets.Sum(target => target.Weight);
        return targets.Select(target =>
        {
            var state = health.TryGetValue(target.Arn, out var known) ? known : TargetGroupHealth.Empty;
            return new FargateRouteTarget
            {
                TargetGroupArn = target.Arn,
                TargetGroupName = ActionText.NameOf(target.Arn),
                Weight = target.Weight,
                Percent = sum == 0 ? 0 : 100d * target.Weight / sum,
                Healthy = state.Healthy,
                Unhealthy = state.Unhealthy,
                Starting = state.Starting,
                Draining = state.Draining,
                UnhealthyReason = state.Reason,
            };
        }).ToList();
    }
}
