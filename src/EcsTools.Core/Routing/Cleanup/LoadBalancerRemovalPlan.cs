using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Costs;
using EcsTools.Models;

namespace EcsTools.Routing.Cleanup;

/// <summary>What is removed with a load balancer. Nothing has changed yet.</summary>
public sealed record LoadBalancerRemovalPlan
{
    /// <summary>The load balancer.</summary>
    public required FargateLoadBalancer LoadBalancer { get; init; }

    /// <summary>Number of its routes, without the default routes.</summary>
    public int Routes { get; init; }

    /// <summary>Services whose tasks it sends requests to, as <c>name in cluster</c>.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Target groups with targets that are registered without a service, as <c>name (2 targets)</c>.</summary>
    public IReadOnlyList<string> OtherTargets { get; init; } = [];

    /// <summary>Names of the target groups that are removed too.</summary>
    public IReadOnlyList<string> RemovedGroups => OwnGroups.Select(ActionText.NameOf).ToList();

    /// <summary>Security group that EcsTools created for it and that is removed too; null if there is none.</summary>
    public string? SecurityGroup { get; init; }

    /// <summary>ARNs of all of its target groups.</summary>
    internal IReadOnlyList<string> TargetGroups { get; init; } = [];

    /// <summary>ARNs of the target groups that are removed too.</summary>
    internal IReadOnlyList<string> OwnGroups { get; init; } = [];

    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan()
    {
        static EcsPlanStep Delete(string type, string name, string description) => EcsPlanStep.Of(EcsPlanAction.Delete, type, name, description);
        return new EcsPlan
        {
            Action = EcsPlanAction.Delete,
            ResourceType = "LoadBalancer",
            ResourceName = LoadBalancer.LoadBalancer,
            Region = LoadBalancer.Region,
            Title = $"Remove load balancer '{LoadBalancer.LoadBalancer}' in {LoadBalancer.Region} (account {LoadBalancer.AccountId})",
            Steps =
            [
                .. LoadBalancer.Listeners.Select(listener => Delete("Listener", listener.ToString(), $"listener {listener}")),
                .. Routes > 0 ? [Delete("Route", "", $"{Routes} routes")] : Array.Empty<EcsPlanStep>(),
                .. Services.Select(service => EcsPlanStep.Of(EcsPlanAction.Update, "Service", service, $"service {service} no longer receives requests")),
                .. OtherTargets.Select(group => EcsPlanStep.Of(EcsPlanAction.Update, "TargetGroup", group, $"targets of {group} are deregistered")),
                .. RemovedGroups.Select(group => Delete("TargetGroup", group, $"target group {group}")),
                .. SecurityGroup is { } own ? [Delete("SecurityGroup", own, $"security group {own}")] : Array.Empty<EcsPlanStep>(),
                .. LoadBalancer.MonthlyCost is { } cost
                    ? [CostSteps.Difference(-cost)] : Array.Empty<EcsPlanStep>(),
            ],
        };
    }

    /// <summary>Whether nothing uses it.</summary>
    public bool IsUnused => Services.Count == 0 && OtherTargets.Count == 0;
}
