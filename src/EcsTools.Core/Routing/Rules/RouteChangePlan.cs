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

    internal IReadOnlyList<ChangeStep> Steps { get; }
}
