using System;
using System.Collections.Generic;
using Amazon.ECS.Model;

namespace EcsTools.Tasks;

/// <summary>Chooses the capacity for the tasks of a run: Spot, on demand, or a mix.</summary>
internal static class TaskCapacity
{
    // CapacityProviderStrategyItem in the ECS API reference.
    private const int LargestWeight = 1000;
    private const int LargestBase = 100000;

    /// <summary>The parameter that requests Spot; null if none does.</summary>
    public static string? SpotParameter(StartTaskRequest request)
        => request.Spot ? "Spot" : request.SpotWeight > 0 ? "SpotWeight" : null;

    /// <exception cref="EcsToolsException">The weights are invalid.</exception>
    public static void Check(StartTaskRequest request)
    {
        if (request.Spot && IsMix(request))
        {
            throw Wrong("Spot", "true", "runs everything on Spot, but -SpotWeight, -OnDemandWeight and -BaseOnDemand describe a mix.",
                "Leave out -Spot, or the other parameters.");
        }

        Within(request.SpotWeight, LargestWeight, "SpotWeight");
        Within(request.OnDemandWeight, LargestWeight, "OnDemandWeight");
        Within(request.BaseOnDemand, LargestBase, "BaseOnDemand");
        if (request is { OnDemandWeight: 0, SpotWeight: not > 0 })
        {
            throw Wrong("OnDemandWeight", 0, "leaves no capacity to run on.", "Add -SpotWeight 1, or leave out -OnDemandWeight.");
        }
    }

    /// <summary>The capacity provider strategy of one call; null for the launch type FARGATE.</summary>
    /// <param name="request">The request.</param>
    /// <param name="started">How many tasks earlier calls requested: the base applies to all tasks, not to each call.</param>
    public static List<CapacityProviderStrategyItem>? Strategy(StartTaskRequest request, int started)
    {
        if (request.Spot)
        {
            return [new CapacityProviderStrategyItem { CapacityProvider = "FARGATE_SPOT", Weight = 1 }];
        }

        if (!IsMix(request))
        {
            return null;
        }

        var left = Math.Max(0, (request.BaseOnDemand ?? 0) - started);
        var strategy = new List<CapacityProviderStrategyItem>
        {
            new() { CapacityProvider = "FARGATE", Weight = request.OnDemandWeight ?? 1, Base = left > 0 ? left : null },
        };
        if (request.SpotWeight is > 0 and var weight)
        {
            strategy.Add(new CapacityProviderStrategyItem { CapacityProvider = "FARGATE_SPOT", Weight = weight });
        }

        return strategy;
    }

    private static bool IsMix(StartTaskRequest request)
        => request.SpotWeight is not null || request.OnDemandWeight is not null || request.BaseOnDemand is not null;

    private static void Within(int? value, int maximum, string parameter)
    {
        if (value < 0 || value > maximum)
        {
            throw Wrong(parameter, value, $"is outside the range that ECS allows: 0 to {maximum}.",
                $"Use -{parameter} {(value < 0 ? 0 : maximum)}.");
        }
    }

    private static EcsToolsException Wrong(string parameter, object? value, string problem, string remedy)
        => new(ErrorCode.InvalidValue(parameter), $"-{parameter} {value} {problem}", remedy, parameter, value);
}
