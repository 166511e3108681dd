using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>What is removed with a route. Nothing has changed yet.</summary>
/// <param name="Route">The route.</param>
/// <param name="TargetGroups">ARNs of the target groups that are removed too.</param>
/// <param name="Warnings">Warnings, each with the line that fixes it.</param>
public sealed record RouteRemovalPlan(FargateRoute Route, IReadOnlyList<string> TargetGroups, IReadOnlyList<string> Warnings)
{
    /// <summary>Names of the target groups that are removed too.</summary>
    public IReadOnlyList<string> TargetGroupNames => TargetGroups.Select(ActionText.NameOf).ToList();

    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan()
    {
        var place = Route.IsDefault ? "the default route" : $"rule {Route.Priority} ({string.Join(" and ", Route.Conditions)})";
        return new EcsPlan
        {
            Action = EcsPlanAction.Delete,
            ResourceType = "Route",
            ResourceName = Route.RouteName,
            Region = Route.Region,
            Title = $"Remove {place} from load balancer '{Route.LoadBalancer}', port {Route.ListenerPort}, in {Route.Region} (account {Route.AccountId})",
            Steps =
            [
                .. Route.Targets.Select(target => EcsPlanStep.Note("TargetGroup", $"no more requests to {target.TargetGroupName} by this rule")),
                .. Route.TestListenerRuleArn is { } rule ? [EcsPlanStep.Of(EcsPlanAction.Delete, "ListenerRule", rule, "the rule for test traffic")]
                    : Array.Empty<EcsPlanStep>(),
                .. TargetGroupNames.Select(group => EcsPlanStep.Of(EcsPlanAction.Delete, "TargetGroup", group)),
                EcsPlanStep.Note("Cost", "cost: no change"),
            ],
        };
    }
}
