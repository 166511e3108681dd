using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Routing.Cleanup;

namespace EcsTools.Commands.Routing;

/// <summary>Removes a load balancer with its listeners and routes.</summary>
/// <remarks>
/// <para>
/// A load balancer that sends requests to services or to other targets is not removed, and the error lists them. With -Force the command first deregisters
/// the targets, waits until current requests are finished, and then removes the load balancer. -Force does not answer the confirmation.
/// </para>
/// <para>
/// The target groups and the security group that EcsTools created for the load balancer are removed too, except target groups that a service still names.
/// Services, certificates and DNS records stay.
/// </para>
/// </remarks>
/// <example>
///   <code>Remove-FargateLoadBalancer ecstools</code>
///   <para>Asks for confirmation, and then removes the load balancer if nothing uses it.</para>
/// </example>
/// <example>
///   <code>Remove-FargateLoadBalancer ecstools -Force -WhatIf</code>
///   <para>Lists what would be removed. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Remove-FargateLoadBalancer ecstools -Force -Timeout 1m -Confirm:$false</code>
///   <para>Removes the load balancer without asking, and gives current requests at most one minute to finish.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "FargateLoadBalancer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FargateLoadBalancer), typeof(EcsPlanStep))]
public sealed class RemoveFargateLoadBalancerCommand : AwsCommand, IPlannedCommand
{
    /// <summary>Names or ARNs of load balancers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LoadBalancer", "LoadBalancerName", "LoadBalancerArn")]
    [ArgumentCompleter(typeof(LoadBalancerCompleter))]
    [IdentifiedBy("LoadBalancer", "LoadBalancerArn", Only = [typeof(FargateLoadBalancer)])]
    [Subject(typeof(FargateLoadBalancer), OtherKinds = ["ListenerRuleArn", "RouteName"])]
    public string[] Name { get; set; } = [];

    /// <summary>Also removes a load balancer that is used: its targets are deregistered first. The services keep running.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Maximum time to wait until current requests are finished, with -Force.</summary>
    /// <value>6m</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>Emits the removed load balancer.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var removal = new LoadBalancerRemoval(connection);
        await ForEachAsync(pipeline, nameof(Name), Name, async name =>
        {
            var plan = await removal.PlanAsync(name, cancellationToken).ConfigureAwait(false);
            LoadBalancerRemoval.Check(plan, Force);
            if (!await pipeline.ShouldProcessAsync(plan.ToPlan()).ConfigureAwait(false))
            {
                return;
            }

            var removed = await removal.RemoveAsync(plan, Timeout, pipeline.Progress, cancellationToken).ConfigureAwait(false);
            if (plan.Services.Count > 0)
            {
                pipeline.WriteWarning($"These services keep running without a load balancer: {string.Join(", ", plan.Services)}. If they are no longer needed, "
                    + "remove them with Remove-FargateService.");
            }

            if (PassThru)
            {
                pipeline.WriteObject(removed);
            }
        }).ConfigureAwait(false);
    }
}
