using EcsTools.Routing.Rules;

namespace EcsTools.Apps.Definition;

/// <summary>The requests of the load balancer that a service answers.</summary>
public sealed record AppRoute
{
    /// <summary>
    /// Which requests: paths, host names and other conditions. If there is none, the service answers every request without another route.
    /// </summary>
    public RouteConditionRequest Conditions { get; init; } = new();

    /// <summary>Port of the container; by default its only port.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>Priority of the rule, 1 to 50000; by default more specific routes come first.</summary>
    public int? Priority { get; init; }

    /// <summary>The health check of the load balancer, and how it treats targets. The name of the target group is the app's and the service's.</summary>
    public TargetGroupRequest Target { get; init; } = new() { Name = "" };

    /// <summary>Where it stands in the file; null if it is from no file.</summary>
    public SourcePosition? Position { get; init; }
}
