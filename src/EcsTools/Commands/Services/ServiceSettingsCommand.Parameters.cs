using System;
using System.Collections;
using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Services;

/// <content>The parameters.</content>
public abstract partial class ServiceSettingsCommand
{
    /// <summary>
    /// <para type="description">How many tasks to keep. Not said: 1 for a new service, else as it is.</para>
    /// </summary>
    [Parameter]
    [Alias("Count")]
    public int? DesiredCount { get; set; }

    /// <summary>
    /// <para type="description">Turns the circuit breaker off. With it, which is how a new service is made, a deployment whose tasks keep
    /// failing is ended and rolled back. -NoCircuitBreaker:$false turns it on.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter NoCircuitBreaker { get; set; }

    /// <summary>
    /// <para type="description">Percent of the desired count that stays healthy during a deployment, 0 to 100; 100 for a new
    /// service.</para>
    /// </summary>
    [Parameter]
    public int? MinimumHealthyPercent { get; set; }

    /// <summary>
    /// <para type="description">Percent of the desired count that may run during a deployment, 100 or more; 200 for a new service.</para>
    /// </summary>
    [Parameter]
    public int? MaximumPercent { get; set; }

    /// <summary>
    /// <para type="description">How long after a task's start its failed health checks do not count, such as 60s.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? HealthCheckGracePeriod { get; set; }

    /// <summary>
    /// <para type="description">ARN of a target group, of target type ip, that the tasks are registered with. Target groups the service has
    /// besides stay.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? TargetGroupArn { get; set; }

    /// <summary>
    /// <para type="description">Container that -TargetGroupArn's traffic, or -Image, is for; not needed where it can only be one.</para>
    /// </summary>
    [Parameter]
    public string? ContainerName { get; set; }

    /// <summary>
    /// <para type="description">Port of the container that the traffic goes to; not needed where it can only be one.</para>
    /// </summary>
    [Parameter]
    public int? ContainerPort { get; set; }

    /// <summary>
    /// <para type="description">ARN of the target group that takes turns with -TargetGroupArn, with a -Strategy that moves traffic.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AlternateTargetGroupArn { get; set; }

    /// <summary>
    /// <para type="description">ARN of the listener rule whose traffic is moved, with a -Strategy that moves traffic.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ListenerRuleArn { get; set; }

    /// <summary>
    /// <para type="description">ARN of a listener rule for test traffic, which reaches the new tasks first.</para>
    /// </summary>
    [Parameter]
    public string? TestListenerRuleArn { get; set; }

    /// <summary>
    /// <para type="description">ARN of the role with which ECS moves traffic: Initialize-EcsRole makes it.</para>
    /// </summary>
    [Parameter]
    public string? LoadBalancerRoleArn { get; set; }

    /// <summary>
    /// <para type="description">Name or ARN of a Service Connect namespace to join. Ports that have a name in the task definition are
    /// offered there under it.</para>
    /// </summary>
    [Parameter]
    [Alias("Namespace")]
    public string? ServiceConnect { get; set; }

    /// <summary>
    /// <para type="description">Lets tasks be entered with Enter-FargateTask (ECS Exec). The tasks are replaced, for those that run cannot
    /// be entered.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter EnableExecuteCommand { get; set; }

    /// <summary>
    /// <para type="description">Lets ECS even the tasks out over availability zones.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter AvailabilityZoneRebalancing { get; set; }

    /// <summary>
    /// <para type="description">How the service deploys: Rolling replaces tasks a few at a time; BlueGreen starts all new tasks beside the
    /// old and moves the traffic at once,
    /// Linear in equal steps, Canary a small part first.</para>
    /// </summary>
    [Parameter]
    public FargateDeploymentStrategy? Strategy { get; set; }

    /// <summary>
    /// <para type="description">How long old and new tasks stay side by side after the traffic has moved, whole minutes such as 10m, which
    /// is BlueGreen's where never said: going back is instant meanwhile. For BlueGreen, Linear and Canary.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? BakeTime { get; set; }

    /// <summary>
    /// <para type="description">Percent of the traffic that moves at a time with -Strategy Linear, 3 to 100; 10 where never said.</para>
    /// </summary>
    [Parameter]
    public double? StepPercent { get; set; }

    /// <summary>
    /// <para type="description">Percent of the traffic that moves first with -Strategy Canary, 0.1 to 100; 5 where never said.</para>
    /// </summary>
    [Parameter]
    public double? CanaryPercent { get; set; }

    /// <summary>
    /// <para type="description">Pause after each step of Linear, or after the canary's, whole minutes such as 6m.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? StepBakeTime { get; set; }

    /// <summary>
    /// <para type="description">Parts of the tasks that run on Spot capacity, 0 to 1000, against -OnDemandWeight parts that do not. Spot is
    /// much cheaper, and taken back at two minutes' notice.</para>
    /// </summary>
    [Parameter]
    public int? SpotWeight { get; set; }

    /// <summary>
    /// <para type="description">Parts of the tasks that run on demand, 0 to 1000; 1 where only -SpotWeight or -BaseOnDemand is said.</para>
    /// </summary>
    [Parameter]
    public int? OnDemandWeight { get; set; }

    /// <summary>
    /// <para type="description">Tasks that run on demand before the rest is parted by weight: what must not be interrupted.</para>
    /// </summary>
    [Parameter]
    public int? BaseOnDemand { get; set; }

    /// <summary>
    /// <para type="description">Tags to set on the service, such as @{ team = 'web' }; its tasks get them too. Tags that are there and not
    /// named stay.</para>
    /// </summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>
    /// <para type="description">Replaces the tasks even where nothing differs: an image whose tag has moved is looked up again.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter ForceNewDeployment { get; set; }

    /// <summary>
    /// <para type="description">Waits for the deployment's end. When tasks keep failing it is rolled back, where the service has its
    /// circuit breaker, and the error names the cause.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>
    /// <para type="description">How long -Wait waits, such as 20m. The deployment goes on when it is over.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);
}
