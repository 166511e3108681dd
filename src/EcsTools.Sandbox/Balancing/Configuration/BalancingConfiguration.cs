using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>All balancers and all target groups at one moment. The ids are opaque here: whoever configures knows what they are.</summary>
internal sealed record BalancingConfiguration
{
    public IReadOnlyList<Balancer> Balancers { get; init; } = Array.Empty<Balancer>();

    /// <summary>Also groups that no rule names.</summary>
    public IReadOnlyList<BalancedGroup> Groups { get; init; } = Array.Empty<BalancedGroup>();
}
