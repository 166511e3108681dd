using System;
using System.Collections;
using System.Management.Automation;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Routing;

/// <content>The parameters.</content>
public sealed partial class SetFargateRouteCommand
{
    /// <summary>Names of routes: those of the target groups that they were added for.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(RouteCompleter))]
    [IdentifiedBy("RouteName", Only = [typeof(FargateRoute)])]
    [Subject(typeof(FargateRoute), Rank = 1)]
    public override string[]? RouteName { get; set; }

    /// <summary>Changes the default route of the listener.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>
    /// Percentage of the requests for the target group of the route, such as 10; or weights of target groups, such as @{ users = 10; api = 90 }, each 0 to 999.
    /// </summary>
    [Parameter(Position = 1)]
    public object? Weight { get; set; }

    /// <summary>Restores the weights before the last change. If you use it twice, the second time undoes the first.</summary>
    [Parameter]
    public SwitchParameter Revert { get; set; }

    /// <summary>Moves the traffic in steps of this percentage of the requests, 1 to 100, and not at once.</summary>
    [Parameter]
    public double? StepPercent { get; set; }

    /// <summary>Pause after each step, such as 2m.</summary>
    /// <value>1m</value>
    [Parameter]
    [Duration]
    public TimeSpan StepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Percentage that may fail, 0 to 100: of the targets that receive more requests, by their health checks, and of their answers, by the statuses 500 to
    /// 599 that CloudWatch counts. If more fail, the weights from before the first step are restored.
    /// </summary>
    /// <value>the traffic moves without a look at the targets</value>
    [Parameter]
    public double? MaximumErrorPercent { get; set; }

    /// <summary>Changes weights that the deployments of a service set, while no deployment is in progress.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Priority of the rule, 1 to 50000. The rule with the lowest number that fits a request answers it.</summary>
    [Parameter]
    public int? Priority { get; set; }

    /// <inheritdoc/>
    [Parameter]
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

    /// <inheritdoc/>
    [Parameter]
    public string? HealthCheckPath { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [Duration]
    public TimeSpan? HealthCheckInterval { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [Duration]
    public TimeSpan? HealthCheckTimeout { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public int? HealthyThreshold { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public int? UnhealthyThreshold { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public string? SuccessCode { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [Duration]
    public TimeSpan? DeregistrationDelay { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [Duration]
    public TimeSpan? SlowStart { get; set; }

    /// <inheritdoc/>
    [Parameter]
    [Duration]
    public TimeSpan? Stickiness { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }
}
