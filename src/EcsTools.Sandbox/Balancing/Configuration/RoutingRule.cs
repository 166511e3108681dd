using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>A rule of a listener: if all conditions hold, the request is changed by the transforms and the action is taken.</summary>
internal sealed record RoutingRule
{
    public required string Id { get; init; }

    public IReadOnlyList<RuleCondition> Conditions { get; init; } = Array.Empty<RuleCondition>();

    public IReadOnlyList<RuleTransform> Transforms { get; init; } = Array.Empty<RuleTransform>();

    public required RuleAction Action { get; init; }
}
