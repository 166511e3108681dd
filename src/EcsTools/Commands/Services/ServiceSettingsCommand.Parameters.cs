using System;
using System.Collections;
using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Identity;
using EcsTools.Commands.Routing;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Services;

/// <content>The parameters.</content>
public abstract partial class ServiceSettingsCommand
{
    /// <summary>Number of tasks to keep running, 0 or more.</summary>
    /// <value>1 for a new service</value>
    [Parameter]
    [Alias("Count")]
    public int? DesiredCount { get; set; }

    /// <summary>
    /// Turns the circuit breaker off. The circuit breaker, which a new service uses, ends a deployment whose tasks keep failing and rolls
    /// it back. Use -NoCircuitBreaker:$false to turn it on.
    /// </summary>
    [Parameter]
    public SwitchParameter NoCircuitBreaker { get; set; }

    /// <summary>
    /// Failed tasks at which the circuit breaker ends a deployment: a number such as 5, or a percentage of the desired count such as 50%. A percentage is
    /// rounded up to whole tasks, and means at least 3 and at most 200 failures.
    /// </summary>
    /// <value>50% for a new service</value>
    [Parameter]
    public string? FailureThreshold { get; set; }

    /// <summary>Uses the percentage of -FailureThreshold without the limits of 3 and 200 failures.</summary>
    [Parameter]
    public SwitchParameter UnboundedThreshold { get; set; }

    /// <summary>
    /// Counts all failed tasks of a deployment. Without it, a task that becomes healthy sets the count back to 0, so the circuit breaker does not notice a
    /// version that becomes healthy and fails later. Use -CountAllFailures:$false to turn it off.
    /// </summary>
    [Parameter]
    public SwitchParameter CountAllFailures { get; set; }

    /// <summary>
    /// Percentage of the desired count, 0 to 100, that must be healthy for a rolling deployment to complete. ECS starts the other tasks afterwards, and no
    /// longer rolls back. It must not be less than -MinimumHealthyPercent. Use 100 to wait for all tasks again. Only for Rolling.
    /// </summary>
    /// <value>100 for a new service</value>
    [Parameter]
    public int? EarlySuccessPercent { get; set; }

    /// <summary>
    /// When the old tasks stop. Blocking: before the deployment completes. Deferred: afterwards, so that old tasks with long connections do not hold up the
    /// next deployment. Only for Rolling.
    /// </summary>
    /// <value>Blocking for a new service</value>
    [Parameter]
    [ValidateSet("Blocking", "Deferred", IgnoreCase = true)]
    public string? EarlySuccessCleanup { get; set; }

    /// <summary>Percentage of the desired count that must stay healthy during a deployment, 0 to 100.</summary>
    /// <value>100 for a new service</value>
    [Parameter]
    public int? MinimumHealthyPercent { get; set; }

    /// <summary>Percentage of the desired count that may run during a deployment, 100 or more.</summary>
    /// <value>200 for a new service</value>
    [Parameter]
    public int? MaximumPercent { get; set; }

    /// <summary>Time after the start of a task in which failed health checks do not count, such as 60s.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? HealthCheckGracePeriod { get; set; }

    /// <summary>
    /// ARN of the target group in which the tasks are registered, such as that of a route from Add-FargateRoute. Its target type must be ip. Other target
    /// groups of the service stay.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(TargetGroupCompleter))]
    [Subject(typeof(FargateRoute), Rank = 2)]
    public string? TargetGroupArn { get; set; }

    /// <summary>Name of the container to which -TargetGroupArn or -Image applies.</summary>
    /// <value>the only container that fits</value>
    [Parameter]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? ContainerName { get; set; }

    /// <summary>Port of the container that receives the traffic.</summary>
    /// <value>the only port of the container</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? ContainerPort { get; set; }

    /// <summary>
    /// ARN of the second target group, which takes turns with -TargetGroupArn. Required for BlueGreen, Linear and Canary behind a load
    /// balancer.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Subject(Rank = 2)]
    public string? AlternateTargetGroupArn { get; set; }

    /// <summary>
    /// ARN of the listener rule whose traffic the deployment moves. Required for BlueGreen, Linear and Canary behind a load balancer.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ListenerRuleCompleter))]
    [Subject(Rank = 2)]
    public string? ListenerRuleArn { get; set; }

    /// <summary>
    /// ARN of the listener rule for test traffic, which reaches the new tasks first, such as that of a route from Add-FargateRoute -TestHeader.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ListenerRuleCompleter))]
    [Subject(Rank = 2)]
    public string? TestListenerRuleArn { get; set; }

    /// <summary>ARN of the role with which ECS moves the traffic. Initialize-EcsRole Infrastructure creates it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LoadBalancerRoleArnCompleter))]
    public string? LoadBalancerRoleArn { get; set; }

    /// <summary>
    /// Name or ARN of the Service Connect namespace that the service joins. Named ports of the task definition are available there.
    /// </summary>
    [Parameter]
    [Alias("Namespace")]
    public string? ServiceConnect { get; set; }

    /// <summary>Lets Enter-FargateTask (ECS Exec) run commands in the tasks. Existing tasks are replaced.</summary>
    [Parameter]
    public SwitchParameter EnableExecuteCommand { get; set; }

    /// <summary>Lets ECS spread the tasks evenly over the availability zones.</summary>
    [Parameter]
    public SwitchParameter AvailabilityZoneRebalancing { get; set; }

    /// <summary>
    /// Deployment strategy. Rolling replaces a few tasks at a time. BlueGreen starts all new tasks beside the old ones and moves the
    /// traffic at once; Linear moves it in equal steps; Canary moves a small part first.
    /// </summary>
    /// <value>Rolling for a new service</value>
    [Parameter]
    public FargateDeploymentStrategy? Strategy { get; set; }

    /// <summary>
    /// Time that old and new tasks run side by side after the traffic has moved, in whole minutes. During this time a rollback is
    /// immediate. Only for BlueGreen, Linear and Canary.
    /// </summary>
    /// <value>10m for a service that begins to use BlueGreen</value>
    [Parameter]
    [Duration]
    public TimeSpan? BakeTime { get; set; }

    /// <summary>Percentage of the traffic that each step moves, 3 to 100. Only for Linear.</summary>
    /// <value>10 for a service that begins to use Linear</value>
    [Parameter]
    public double? StepPercent { get; set; }

    /// <summary>Percentage of the traffic that moves first, 0.1 to 100. Only for Canary.</summary>
    /// <value>5 for a service that begins to use Canary</value>
    [Parameter]
    public double? CanaryPercent { get; set; }

    /// <summary>Pause after each step, in whole minutes such as 6m. Only for Linear and Canary.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? StepBakeTime { get; set; }

    /// <summary>
    /// Stages at which a deployment waits until you run Resume-FargateDeployment. Use None to remove all pauses. Only for BlueGreen, Linear and Canary.
    /// </summary>
    [Parameter]
    [ValidateSet(
        "None", "RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT",
        "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", IgnoreCase = true)]
    public string[]? PauseAt { get; set; }

    /// <summary>Time that a deployment waits at a pause, in whole minutes, at most 14 days.</summary>
    /// <value>1d for a new pause</value>
    [Parameter]
    [Duration]
    public TimeSpan? PauseTimeout { get; set; }

    /// <summary>What happens when a pause ends without an answer.</summary>
    /// <value>Rollback for a new pause</value>
    [Parameter]
    [ValidateSet("Rollback", "Continue", IgnoreCase = true)]
    public string? PauseTimeoutAction { get; set; }

    /// <summary>
    /// Weight of Spot capacity, 0 to 1000, relative to -OnDemandWeight. Spot is much cheaper, but AWS can stop the tasks with two minutes'
    /// notice.
    /// </summary>
    [Parameter]
    public int? SpotWeight { get; set; }

    /// <summary>Weight of on-demand capacity, 0 to 1000.</summary>
    /// <value>1 if -SpotWeight or -BaseOnDemand is given</value>
    [Parameter]
    public int? OnDemandWeight { get; set; }

    /// <summary>Number of tasks that run on demand before the weights apply. Use it for tasks that must not be interrupted.</summary>
    [Parameter]
    public int? BaseOnDemand { get; set; }

    /// <summary>Tags to set on the service and its tasks, such as @{ team = 'web' }. Other tags stay as they are.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>Replaces the tasks even if nothing differs. The new tasks use the image that the tag has now.</summary>
    [Parameter]
    public SwitchParameter ForceNewDeployment { get; set; }

    /// <summary>
    /// Waits for the end of the deployment. If tasks keep failing, the deployment is rolled back (with the circuit breaker on), and the
    /// error names the cause.
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Maximum time for -Wait, such as 20m. The deployment continues when it ends.</summary>
    /// <value>1h</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }
}
