using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Routing.Rules;

namespace EcsTools.Commands.Routing;

/// <summary>Removes routes from a load balancer.</summary>
/// <remarks>
/// <para>
/// Requests for the route then go to the next one that fits. The target group that EcsTools created for the route is removed too, unless another route or a
/// service uses it. Removing the default route restores an answer with the status 404.
/// </para>
/// <para>
/// A route whose traffic is moved by the deployments of a service is not removed.
/// </para>
/// </remarks>
/// <example>
///   <code>Remove-FargateRoute users -LoadBalancer ecstools</code>
///   <para>Asks for confirmation, and then removes the route users and its target group.</para>
/// </example>
/// <example>
///   <code>Remove-FargateRoute users -KeepTargetGroup -Confirm:$false</code>
///   <para>Removes the route without asking, and keeps the target group for another route.</para>
/// </example>
/// <example>
///   <code>Get-FargateRoute -LoadBalancer ecstools | Where-Object StatusCode -eq 410 | Remove-FargateRoute -WhatIf</code>
///   <para>Shows which routes with a fixed answer would be removed. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Remove-FargateRoute -LoadBalancer ecstools -Default -Confirm:$false</code>
///   <para>Removes the default route: requests without another route are answered with the status 404.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "FargateRoute", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FargateRoute), typeof(EcsPlanStep))]
public sealed class RemoveFargateRouteCommand : RouteSelectionCommand, IPlannedCommand
{
    /// <summary>Names of routes: those of the target groups that they were added for.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(RouteCompleter))]
    [IdentifiedBy("RouteName", Only = [typeof(FargateRoute)])]
    [Subject(typeof(FargateRoute), Rank = 1)]
    public override string[]? RouteName { get; set; }

    /// <summary>Removes the default route of the listener.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>Keeps the target group.</summary>
    [Parameter]
    public SwitchParameter KeepTargetGroup { get; set; }

    /// <summary>Emits the removed routes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var routes = await new RouteSelection(connection).RequireAsync(Selection(), Default, problem => pipeline.WriteError(problem), cancellationToken)
            .ConfigureAwait(false);
        var removal = new RouteRemoval(connection);
        var rules = routes.Select(route => route.ListenerRuleArn).ToList();
        foreach (var route in routes)
        {
            var plan = await removal.PlanAsync(route, rules, KeepTargetGroup, cancellationToken).ConfigureAwait(false);
            foreach (var warning in plan.Warnings)
            {
                pipeline.WriteWarning(warning);
            }

            if (!await pipeline.ShouldProcessAsync(plan.ToPlan()).ConfigureAwait(false))
            {
                continue;
            }

            var removed = await removal.RemoveAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false);
            if (PassThru)
            {
                pipeline.WriteObject(removed);
            }
        }
    }
}
