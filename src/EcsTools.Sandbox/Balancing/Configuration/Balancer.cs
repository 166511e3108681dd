using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>A load balancer. Its listeners share an address on loopback.</summary>
internal sealed record Balancer
{
    public required string Id { get; init; }

    public BalancerSettings Settings { get; init; } = new();

    public IReadOnlyList<BalancerListener> Listeners { get; init; } = Array.Empty<BalancerListener>();
}
