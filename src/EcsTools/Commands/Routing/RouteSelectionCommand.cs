using System.Management.Automation;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Routing.Rules;

namespace EcsTools.Commands.Routing;

/// <summary>A command that works on existing routes.</summary>
public abstract class RouteSelectionCommand : AwsCommand
{
    /// <summary>Names of routes: those of the target groups that they were added for.</summary>
    public abstract string[]? RouteName { get; set; }

    /// <summary>Name or ARN of the load balancer.</summary>
    /// <value>every load balancer of the region</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LoadBalancerName", "LoadBalancerArn")]
    [ArgumentCompleter(typeof(LoadBalancerCompleter))]
    [IdentifiedBy("LoadBalancer", "LoadBalancerArn")]
    public virtual string? LoadBalancer { get; set; }

    /// <summary>ARNs of rules, as Get-FargateRoute shows them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ListenerRuleCompleter))]
    [Subject(typeof(FargateRoute))]
    public string[]? ListenerRuleArn { get; set; }

    /// <summary>Port of the listener.</summary>
    /// <value>every port</value>
    [Parameter]
    public int? ListenerPort { get; set; }

    /// <summary>The selection. A rule from the pipeline is the only one that is meant, also if other rules have the same name.</summary>
    private protected RouteQuery Selection() => ListenerRuleArn is { Length: > 0 }
        ? new RouteQuery { ListenerRuleArns = ListenerRuleArn }
        : new RouteQuery { LoadBalancers = LoadBalancer is null ? null : [LoadBalancer], RouteNames = RouteName, ListenerPort = ListenerPort };
}
