using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A rule of a load balancer: which requests it applies to, and what happens to them.</summary>
public sealed record FargateRoute
{
    /// <summary>Name of the route: that of the target group it was added for. Null for a rule that other tools created without a target group.</summary>
    public string? RouteName { get; init; }

    /// <summary>Name of the load balancer.</summary>
    public required string LoadBalancer { get; init; }

    /// <summary>ARN of the load balancer.</summary>
    public required string LoadBalancerArn { get; init; }

    /// <summary>Port of the listener.</summary>
    public required int ListenerPort { get; init; }

    /// <summary>ARN of the listener.</summary>
    public required string ListenerArn { get; init; }

    /// <summary>ARN of the rule.</summary>
    public required string ListenerRuleArn { get; init; }

    /// <summary>Its place: the rule with the lowest number that fits a request answers it. Null for the default route, which comes last.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether it is the default route of its listener.</summary>
    public bool IsDefault { get; init; }

    /// <summary>What a request must have; empty for the default route.</summary>
    public IReadOnlyList<FargateRouteCondition> Conditions { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateRouteCondition>([]);

    /// <summary><c>forward</c>, <c>redirect</c> or <c>fixed-response</c>, or a kind that EcsTools does not create.</summary>
    public required string Action { get; init; }

    /// <summary>The target groups that requests are forwarded to, with their shares and the health of their targets.</summary>
    public IReadOnlyList<FargateRouteTarget> Targets { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateRouteTarget>([]);

    /// <summary>Target group of the route, which a service registers its tasks with; null if it does not forward.</summary>
    public string? TargetGroupArn { get; init; }

    /// <summary>Second target group, for deployments that move the traffic between two; null if there is none.</summary>
    public string? AlternateTargetGroupArn { get; init; }

    /// <summary>Port of the container that receives the requests; null if the route does not forward.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>Address that a redirect leads to.</summary>
    public string? RedirectTo { get; init; }

    /// <summary>Status code of a redirect or a fixed answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>How the path is rewritten before the request is forwarded, such as <c>^/api/(.*)$ -> /$1</c>.</summary>
    public string? RewritePath { get; init; }

    /// <summary>ARN of the role with which ECS moves the traffic; null if the route has one target group.</summary>
    public string? LoadBalancerRoleArn { get; init; }

    /// <summary>ARN of the rule for test traffic, which reaches new tasks before the traffic of the route does; null if there is none.</summary>
    public string? TestListenerRuleArn { get; init; }

    /// <summary>Name of the route whose test traffic this rule forwards; null for every other rule.</summary>
    public string? TestOf { get; init; }

    /// <summary>ARN of the service whose deployments move the weights; null if there is none. Such weights are not changed by hand.</summary>
    public string? OwnerServiceArn { get; init; }

    /// <summary>Why this route answers a URL; null unless it was asked.</summary>
    public string? Reason { get; init; }

    /// <summary>The rule's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = OutputMap.Of(value); } = OutputMap.Of(new Dictionary<string, string>());

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What the command did; null if it only read the route.</summary>
    public string? Change { get; init; }

    /// <summary>What the command changed.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init => field = OutputList.Of(value); } = OutputList.Of<FieldChange>([]);
}
