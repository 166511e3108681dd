using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>What to do to change a route. Nothing has changed yet.</summary>
public sealed class RouteChangePlan
{
    internal RouteChangePlan(FargateRoute route, RouteChangeRequest request, IReadOnlyList<ChangeStep> steps)
    {
        Route = route;
        Request = request;
        Steps = steps;
    }

    /// <summary>The route as it is.</summary>
    public FargateRoute Route { get; }

    /// <summary>The request.</summary>
    public RouteChangeRequest Request { get; }

    /// <summary>What will change.</summary>
    public IReadOnlyList<FieldChange> Differences => Steps.SelectMany(step => step.Changes).ToList();

    /// <summary>Warnings, each with the line that fixes it.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>What carrying out the plan will do.</summary>
    public string Change => Steps.Count > 0 ? ChangeStatus.Updated : ChangeStatus.Unchanged;

    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan()
    {
        var action = EcsPlanAction.From(Change);
        return new EcsPlan
        {
            Action = action,
            ResourceType = "Route",
            ResourceName = Route.RouteName,
            Region = Route.Region,
            Title = $"Update route{(Route.RouteName is null ? "" : $" '{Route.RouteName}'")} of load balancer '{Route.LoadBalancer}', "
                + $"port {Route.ListenerPort}, in {Route.Region}",
            Steps = EcsPlanStep.Of(Differences, action, "Route", Route.RouteName).Append(EcsPlanStep.Note("Cost", "cost: no change")),
        };
    }

    internal IReadOnlyList<ChangeStep> Steps { get; }
}
