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
}
