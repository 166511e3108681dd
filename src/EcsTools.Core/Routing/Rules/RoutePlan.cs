using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>What to do to add a route. Nothing has changed yet.</summary>
public sealed class RoutePlan
{
    internal RoutePlan(RouteRequest request, FargateLoadBalancer balancer, FargateListener listener)
    {
        Request = request;
        LoadBalancer = balancer;
        Listener = listener;
    }

    /// <summary>The request.</summary>
    public RouteRequest Request { get; }

    /// <summary>The load balancer.</summary>
    public FargateLoadBalancer LoadBalancer { get; }

    /// <summary>The listener.</summary>
    public FargateListener Listener { get; }

    /// <summary>What will change; everything for a new route.</summary>
    public IReadOnlyList<FieldChange> Differences => Steps.SelectMany(step => step.Changes).ToList();

    /// <summary>Warnings, each with the line that fixes it.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>What carrying out the plan will do.</summary>
    public string Change => Steps.Count == 0 ? ChangeStatus.Unchanged : IsNew ? ChangeStatus.Created : ChangeStatus.Updated;

    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan()
    {
        var action = EcsPlanAction.From(Change);
        var name = Request.Target?.Name;
        return new EcsPlan
        {
            Action = action,
            ResourceType = "Route",
            ResourceName = name,
            Region = LoadBalancer.Region,
            Title = $"{(Change == ChangeStatus.Created ? "Add" : "Update")} route{(name is null ? "" : $" '{name}'")} of load balancer "
                + $"'{LoadBalancer.LoadBalancer}', port {Listener.ListenerPort}, in {LoadBalancer.Region}",
            Steps = EcsPlanStep.Of(Differences, action, "Route", name).Append(EcsPlanStep.Note(
                "Cost", "cost: a route and its target group cost nothing; the load balancer costs what it did before")),
        };
    }

    internal bool IsNew { get; init; }

    internal IReadOnlyList<ChangeStep> Steps { get; init; } = [];

    /// <summary>The ARNs of the rules of the route, known after the steps.</summary>
    internal IReadOnlyList<Func<string>> Rules { get; init; } = [];

    /// <summary>The ARN of the rule for test traffic, known after the steps; null if there is none.</summary>
    internal Func<string>? TestRule { get; init; }
}
