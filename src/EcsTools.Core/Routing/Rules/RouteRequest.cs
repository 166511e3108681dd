using System;
using System.Collections.Generic;
using EcsTools.Routing.Balancers;

namespace EcsTools.Routing.Rules;

/// <summary>A route to add. It has one of <see cref="Target"/>, <see cref="Redirect"/> and <see cref="Answer"/>.</summary>
public sealed record RouteRequest
{
    /// <summary>Name or ARN of the load balancer.</summary>
    public string LoadBalancer { get; init; } = LoadBalancers.DefaultName;

    /// <summary>Port of the listener; by default the HTTPS listener, or else the first one.</summary>
    public int? ListenerPort { get; init; }

    /// <summary>Which requests the route applies to.</summary>
    public RouteConditionRequest Conditions { get; init; } = new();

    /// <summary>Whether it is for all requests without another route.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Priority, 1 to 50000; by default more specific routes come first.</summary>
    public int? Priority { get; init; }

    /// <summary>Percent of the requests that the target group receives; the one that answers them now keeps the rest.</summary>
    public int? Weight { get; init; }

    /// <summary>Forwards to a target group.</summary>
    public TargetGroupRequest? Target { get; init; }

    /// <summary>Which requests are test traffic for the second target group; null for none.</summary>
    public TestTrafficRequest? Test { get; init; }

    /// <summary>Redirects.</summary>
    public RedirectRequest? Redirect { get; init; }

    /// <summary>Answers without a service.</summary>
    public AnswerRequest? Answer { get; init; }

    /// <summary>Tags of the target group and the rules.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>Requests that reach new tasks before those of everybody else do.</summary>
/// <param name="ListenerPort">Port of the listener that receives them; null for the listener of the route.</param>
/// <param name="Headers">Headers that they have, each with its values; null for none.</param>
public sealed record TestTrafficRequest(int? ListenerPort, IReadOnlyDictionary<string, IReadOnlyList<string>>? Headers);

/// <summary>A redirect.</summary>
/// <param name="To">Where to: an address, a host or a path.</param>
/// <param name="IsTemporary">Whether browsers must not remember it.</param>
public sealed record RedirectRequest(string To, bool IsTemporary);

/// <summary>A fixed answer.</summary>
/// <param name="StatusCode">Status: 200 to 299, or 400 to 599.</param>
/// <param name="Body">Body, at most 1024 bytes.</param>
/// <param name="ContentType">Type of the body.</param>
public sealed record AnswerRequest(int StatusCode, string? Body, string? ContentType);

/// <summary>The requested target group. A null value was not given: an existing group keeps its value, a new one gets the default of AWS.</summary>
public sealed record TargetGroupRequest
{
    /// <summary>Name: 1 to 32 letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Port of the container.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>Health check.</summary>
    public HealthCheckRequest HealthCheck { get; init; } = new();

    /// <summary>How long a deregistered target may finish its requests: 0 to 3600 seconds.</summary>
    public TimeSpan? DeregistrationDelay { get; init; }

    /// <summary>How long a new target receives fewer requests: 0, or 30 to 900 seconds.</summary>
    public TimeSpan? SlowStart { get; init; }

    /// <summary>How long a client stays with one target: 1 second to 7 days; zero turns this off.</summary>
    public TimeSpan? Stickiness { get; init; }

    /// <summary>Regular expression for the path, and its replacement.</summary>
    public KeyValuePair<string, string>? RewritePath { get; init; }

    /// <summary>Whether there is a second group, for deployments that move the traffic between two.</summary>
    public bool TwoTargetGroups { get; init; }
}

/// <summary>The requested health check. A null value was not given.</summary>
public sealed record HealthCheckRequest
{
    /// <summary>Path, such as <c>/health</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Time between two checks: 5 to 300 seconds.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Time for an answer: 2 to 120 seconds.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Number of passed checks after which a target is healthy: 2 to 10.</summary>
    public int? HealthyThreshold { get; init; }

    /// <summary>Number of failed checks after which a target is unhealthy: 2 to 10.</summary>
    public int? UnhealthyThreshold { get; init; }

    /// <summary>Status codes of a healthy target, such as <c>200</c>, <c>200,302</c> or <c>200-299</c>.</summary>
    public string? SuccessCode { get; init; }

    /// <summary>Whether nothing was given.</summary>
    public bool IsEmpty => this == new HealthCheckRequest();
}
