using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>On Fargate there are no instances that a placement could choose.</summary>
internal static class PlacementRules
{
    public static void RequireNone(IReadOnlyList<JsonObject> constraints, IReadOnlyList<JsonObject> strategy)
    {
        if (constraints.Count > 0)
        {
            throw EcsErrors.InvalidParameter("Placement constraints are not supported with FARGATE launch type.");
        }

        if (strategy.Count > 0)
        {
            throw EcsErrors.InvalidParameter("Placement strategies are not supported with FARGATE launch type.");
        }
    }
}
