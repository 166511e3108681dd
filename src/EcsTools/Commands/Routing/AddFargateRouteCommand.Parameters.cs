using System;
using System.Collections;
using System.Management.Automation;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Routing;

/// <content>The parameters.</content>
public sealed partial class AddFargateRouteCommand
{
    private const string ForwardSet = "Forward";
    private const string RedirectSet = "Redirect";
    private const string AnswerSet = "Answer";

    /// <summary>Name or ARN of the load balancer. Values that begin with a slash are paths.</summary>
    /// <value>ecstools</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LoadBalancerName", "LoadBalancerArn")]
    [ArgumentCompleter(typeof(LoadBalancerCompleter))]
    [IdentifiedBy("LoadBalancer", "LoadBalancerArn", Only = [typeof(FargateLoadBalancer)])]
    [Subject(typeof(FargateLoadBalancer), OtherKinds = ["ListenerRuleArn", "RouteName"])]
    public string[]? LoadBalancer { get; set; }

    /// <inheritdoc/>
    [Parameter(Position = 1)]
    public string[]? Path { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? PathRegex { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? HostName { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public string[]? Method { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? Header { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public Hashtable? Query { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string[]? SourceAddress { get; set; }

    /// <summary>Adds the default route of the listener, for every request without another route.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>Priority of the rule, 1 to 50000. The rule with the lowest number that fits a request answers it.</summary>
    /// <value>a priority at which the more specific route comes first</value>
    [Parameter]
    public int? Priority { get; set; }

    /// <summary>Port of the listener.</summary>
    /// <value>the port of the HTTPS listener, or else of the first listener</value>
    [Parameter]
    public int? ListenerPort { get; set; }

    /// <summary>Name of the route and of its target group: 1 to 32 letters, digits and hyphens.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ForwardSet)]
    [Alias("RouteName", "TargetGroupName")]
    [ArgumentCompleter(typeof(RouteCompleter))]
    public string Name { get; set; } = "";

    /// <summary>Port that the container listens on. Required for a new target group.</summary>
    /// <value>the port of an existing target group</value>
    [Parameter(ParameterSetName = ForwardSet)]
    public int? ContainerPort { get; set; }

    /// <summary>
    /// Percentage of the requests that the route forwards to its own target group, 0 to 100. The target group that answers these requests now receives the
    /// rest.
    /// </summary>
    /// <value>100 for a new route</value>
    [Parameter(ParameterSetName = ForwardSet)]
    public int? Weight { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ForwardSet)]
    public string? HealthCheckPath { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ForwardSet)]
    [Duration]
    public TimeSpan? HealthCheckInterval { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ForwardSet)]
    [Duration]
    public TimeSpan? HealthCheckTimeout { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ForwardSet)]
    public int? HealthyThreshold { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ForwardSet)]
    public int? UnhealthyThreshold { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ForwardSet)]
    public string? SuccessCode { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ForwardSet)]
    [Duration]
    public TimeSpan? DeregistrationDelay { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ForwardSet)]
    [Duration]
    public TimeSpan? SlowStart { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ForwardSet)]
    [Duration]
    public TimeSpan? Stickiness { get; set; }

    /// <summary>
    /// Rewrites the path before the request is forwarded: a regular expression and its replacement, such as @{ '^/api/(.*)$' = '/$1' }. The route is chosen by
    /// the original path.
    /// </summary>
    [Parameter(ParameterSetName = ForwardSet)]
    public Hashtable? RewritePath { get; set; }

    /// <summary>
    /// Creates a second target group, whose name ends with -2, and the role with which ECS moves the traffic. The deployment strategies BlueGreen, Linear and
    /// Canary need both.
    /// </summary>
    [Parameter(ParameterSetName = ForwardSet)]
    public SwitchParameter TwoTargetGroups { get; set; }

    /// <summary>
    /// Headers of test traffic, such as @{ 'X-Test' = 'yes' }. A deployment sends requests of the route with these headers to the new tasks before it moves the
    /// other requests. Requires -TwoTargetGroups.
    /// </summary>
    [Parameter(ParameterSetName = ForwardSet)]
    public Hashtable? TestHeader { get; set; }

    /// <summary>
    /// Port of another listener of the load balancer. A deployment sends its requests of the route to the new tasks before it moves the other requests.
    /// Requires -TwoTargetGroups.
    /// </summary>
    [Parameter(ParameterSetName = ForwardSet)]
    public int? TestListenerPort { get; set; }

    /// <summary>
    /// Address or path to redirect to, such as https://www.example.com or /new/#{path}. Parts that it does not have stay as in the request.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = RedirectSet)]
    public string? RedirectTo { get; set; }

    /// <summary>Redirects with the status 302, which browsers do not remember, instead of 301.</summary>
    [Parameter(ParameterSetName = RedirectSet)]
    public SwitchParameter Temporary { get; set; }

    /// <summary>Status of a fixed answer: 200 to 299, or 400 to 599.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnswerSet)]
    public int StatusCode { get; set; }

    /// <summary>Body of a fixed answer, at most 1024 bytes.</summary>
    [Parameter(ParameterSetName = AnswerSet)]
    public string? Body { get; set; }

    /// <summary>Type of the body.</summary>
    /// <value>text/plain</value>
    [Parameter(ParameterSetName = AnswerSet)]
    [ValidateSet("text/plain", "text/css", "text/html", "application/javascript", "application/json", IgnoreCase = true)]
    public string? ContentType { get; set; }

    /// <summary>Tags of the rules and of a new target group, such as @{ team = 'web' }.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }
}
