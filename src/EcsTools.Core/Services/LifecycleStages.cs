using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Services;

/// <summary>
/// The stages of a deployment that moves traffic, in their order. Source: Amazon ECS Developer Guide, "Lifecycle hooks for Amazon ECS service
/// deployments".
/// </summary>
public static class LifecycleStages
{
    /// <summary>All stages, the first one first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT",
        "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP",
    ];

    /// <summary>Whether a deployment is at a stage or has passed it.</summary>
    /// <param name="current">Its stage now; null if it has none yet.</param>
    /// <param name="wanted">The stage to reach.</param>
    public static bool HasReached(string? current, string wanted)
    {
        var order = All.ToList();
        return current is not null
            && order.FindIndex(stage => stage.Equals(current, StringComparison.OrdinalIgnoreCase))
                >= order.FindIndex(stage => stage.Equals(wanted, StringComparison.OrdinalIgnoreCase));
    }
}
