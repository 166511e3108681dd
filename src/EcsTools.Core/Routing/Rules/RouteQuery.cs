using System;
using System.Collections.Generic;

namespace EcsTools.Routing.Rules;

/// <summary>Which routes to read.</summary>
public sealed record RouteQuery
{
    /// <summary>Names of load balancers with wildcards, or ARNs; null for all.</summary>
    public IReadOnlyList<string>? LoadBalancers { get; init; }

    /// <summary>Names of routes, with wildcards; null for all.</summary>
    public IReadOnlyList<string>? RouteNames { get; init; }

    /// <summary>ARNs of rules; null for all.</summary>
    public IReadOnlyList<string>? ListenerRuleArns { get; init; }

    /// <summary>Port of the listener; null for all.</summary>
    public int? ListenerPort { get; init; }

    /// <summary>The request whose answering route is wanted; null for all routes.</summary>
    public RoutedRequest? Answering { get; init; }
}
