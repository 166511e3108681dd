using System;
using System.Collections.Generic;

namespace EcsTools.Routing.Rules;

/// <summary>What to change about a route. A null value was not given and does not change.</summary>
public sealed record RouteChangeRequest
{
    /// <summary>Percent of the requests for the route's own target group. The others share the rest as before.</summary>
    public int? Percent { get; init; }

    /// <summary>Weights of target groups by name. Groups that are not named leave the rule.</summary>
    public IReadOnlyDictionary<string, int>? Weights { get; init; }

    /// <summary>Whether to restore the weights before the last change.</summary>
    public bool Revert { get; init; }

    /// <summary>Whether weights that a service's deployments set may change while no deployment is in progress.</summary>
    public bool Force { get; init; }

    /// <summary>How the weights move to the requested ones; null for at once.</summary>
    public WeightSteps? Steps { get; init; }

    /// <summary>Priority of the rule.</summary>
    public int? Priority { get; init; }

    /// <summary>Conditions. Fields that are not given stay.</summary>
    public RouteConditionRequest Conditions { get; init; } = new();

    /// <summary>Health check and attributes of the route's own target groups.</summary>
    public required TargetGroupRequest Target { get; init; }

    /// <summary>Whether the weights change.</summary>
    public bool ChangesWeights => Percent is not null || Weights is not null || Revert;
}

/// <summary>How weights move step by step.</summary>
/// <param name="Percent">Percent of the requests that move in a step.</param>
/// <param name="Interval">Pause after each step.</param>
/// <param name="MaximumErrorPercent">Percent of failing targets, or of answers with errors, at which the weights turn back; null to not look.</param>
public sealed record WeightSteps(double Percent, TimeSpan Interval, double? MaximumErrorPercent);
