using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsTools.Routing.Rules;

/// <summary>A target group with its weight. The ARN of a new group is known when the rule is written.</summary>
internal sealed record PlannedWeight(string Name, Func<string> Arn, int Weight);

/// <summary>Distributes the requests of a rule over target groups.</summary>
internal static class RouteWeights
{
    /// <summary>Most target groups of one rule.</summary>
    public const int MaximumGroups = 5;

    private const int Whole = 100;

    /// <summary>Gives a group its percentage. The others share the rest as before.</summary>
    /// <param name="before">The groups of the rule now, with their weights.</param>
    /// <param name="group">The group.</param>
    /// <param name="percent">Its percentage.</param>
    public static IReadOnlyList<PlannedWeight> Share(IReadOnlyList<(string Arn, int Weight)> before, PlannedGroup group, int percent)
    {
        var others = before.Where(target => !group.Is(target.Arn)).ToList();
        var shares = Distribute(others.Select(target => target.Weight).ToList(), Whole - percent);
        var planned = others.Select((target, i) => new PlannedWeight(ActionText.NameOf(target.Arn), () => target.Arn, shares[i])).ToList();
        planned.Insert(0, new PlannedWeight(group.Name, () => group.Arn, percent));
        return planned.Count <= MaximumGroups ? planned : throw new EcsToolsException(
            ErrorCodes.TooManyTargetGroupsOfRule,
            $"The rule would forward to {planned.Count} target groups, and AWS allows {MaximumGroups}.",
            "Remove one that receives nothing with Set-FargateRoute -Weight, which takes the groups that it names.",
            "Weight",
            planned.Count);
    }

    /// <summary>The action that forwards to groups.</summary>
    public static Action Forward(IReadOnlyList<PlannedWeight> weights, TargetGroupStickinessConfig? stickiness) => new()
    {
        Type = ActionTypeEnum.Forward,
        ForwardConfig = new ForwardActionConfig
        {
            TargetGroups = weights.Select(weight => new TargetGroupTuple { TargetGroupArn = weight.Arn(), Weight = weight.Weight }).ToList(),
            TargetGroupStickinessConfig = weights.Count > 1 ? stickiness : null,
        },
    };

    public static string Describe(IReadOnlyList<PlannedWeight> weights)
        => "forwards to " + (weights.Count == 1 ? weights[0].Name : string.Join(", ", weights.Select(weight => $"{weight.Name} {weight.Weight}")));

    /// <summary>Divides a whole by weights, so that the parts add up to it.</summary>
    internal static IReadOnlyList<int> Distribute(IReadOnlyList<int> weights, int whole)
    {
        double sum = weights.Sum();
        var exact = weights.Select(weight => sum > 0 ? whole * weight / sum : (double)whole / weights.Count).ToList();
        var parts = exact.Select(part => (int)Math.Floor(part)).ToList();
        foreach (var i in Enumerable.Range(0, parts.Count).OrderByDescending(i => exact[i] - parts[i]).Take(weights.Count == 0 ? 0 : whole - parts.Sum()))
        {
            parts[i]++;
        }

        return parts;
    }
}
