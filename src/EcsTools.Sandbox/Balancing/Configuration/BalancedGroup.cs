using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>A target group: the targets registered now. One that is no longer here is drained.</summary>
internal sealed record BalancedGroup
{
    public required string Id { get; init; }

    public TargetGroupSettings Settings { get; init; } = new();

    public IReadOnlyList<BalancedTarget> Targets { get; init; } = Array.Empty<BalancedTarget>();
}
