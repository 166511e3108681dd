using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>
/// The requested state of a service. A null value was not given: an existing service keeps its value, a new one gets the default.
/// </summary>
public sealed record FargateServiceRequest
{
    /// <summary>Name or ARN of the service. A new service is named after the family of its task definition by default.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Name or ARN of the cluster; null for the cluster in the service's ARN, or <c>default</c>.</summary>
    public string? Cluster { get; init; }

    /// <summary>ARN, <c>family:revision</c>, or a family for its newest active revision.</summary>
    public string? TaskDefinition { get; init; }

    /// <summary>Image for a new revision of the task definition that runs now.</summary>
    public string? Image { get; init; }

    /// <summary>Container for the image or for the target group's traffic. Not needed if only one container is possible.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Number of tasks to keep running; 1 in a new service.</summary>
    public int? DesiredCount { get; init; }

    /// <summary>Subnets; by default the public subnets of the default VPC.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Security groups; by default a group for the family.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Whether the tasks get a public IP address; by default they do if their subnets are public.</summary>
    public bool? AssignPublicIp { get; init; }

    /// <summary>Whether ECS ends and rolls back a deployment that fails; it does in a new service.</summary>
    public bool? CircuitBreaker { get; init; }

    /// <summary>Number or percentage of failed tasks that fails a deployment.</summary>
    public FailureThreshold? FailureThreshold { get; init; }

    /// <summary>Whether failures count that happened before a task became healthy.</summary>
    public bool? CountAllFailures { get; init; }

    /// <summary>Percent of the desired count that must be healthy for a rolling deployment to complete; 100 for all tasks.</summary>
    public int? EarlySuccessPercent { get; init; }

    /// <summary><c>BLOCKING</c> if the deployment completes after the old tasks have stopped, or <c>DEFERRED</c>.</summary>
    public string? EarlySuccessCleanup { get; init; }

    /// <summary>Percent of the desired count that stays healthy during a deployment; 100 in a new service.</summary>
    public int? MinimumHealthyPercent { get; init; }

    /// <summary>Percent of the desired count that may run at most during a deployment; 200 in a new service.</summary>
    public int? MaximumPercent { get; init; }

    /// <summary>How long failed health checks are ignored after a task has started.</summary>
    public TimeSpan? HealthCheckGracePeriod { get; init; }

    /// <summary>Target group to register its tasks with, or null.</summary>
    public ServiceTargetRequest? Target { get; init; }

    /// <summary>ARNs of target groups that it no longer registers its tasks with.</summary>
    public IReadOnlyList<string> LeftTargetGroups { get; init; } = [];

    /// <summary>Name or ARN of the Service Connect namespace it joins.</summary>
    public string? ServiceConnect { get; init; }

    /// <summary>The name at which each named port is reached in the namespace; null for the names of the ports.</summary>
    public IReadOnlyDictionary<string, string>? ConnectAliases { get; init; }

    /// <summary>The Service Connect namespace that it leaves, if it is in it; null for none.</summary>
    public string? LeftNamespace { get; init; }

    /// <summary>Whether commands can be run in its tasks (ECS Exec).</summary>
    public bool? EnableExecuteCommand { get; init; }

    /// <summary>Whether ECS rebalances its tasks across availability zones.</summary>
    public bool? AvailabilityZoneRebalancing { get; init; }

    /// <summary>Deployment strategy; rolling in a new service.</summary>
    public FargateDeploymentStrategy? Strategy { get; init; }

    /// <summary>How long the old and the new tasks both keep running after the traffic has moved: whole minutes, at most a day.</summary>
    public TimeSpan? BakeTime { get; init; }

    /// <summary>Percent of the traffic that moves in each step with <see cref="FargateDeploymentStrategy.Linear"/>, 3 to 100.</summary>
    public double? StepPercent { get; init; }

    /// <summary>Percent of the traffic that moves first with <see cref="FargateDeploymentStrategy.Canary"/>, 0.1 to 100.</summary>
    public double? CanaryPercent { get; init; }

    /// <summary>Pause after each step of Linear, or after the canary: whole minutes, at most a day.</summary>
    public TimeSpan? StepBakeTime { get; init; }

    /// <summary>Stages at which deployments wait for an answer, such as <c>POST_SCALE_UP</c>; empty for none.</summary>
    public IReadOnlyList<string>? PauseAt { get; init; }

    /// <summary>How long a deployment waits: whole minutes, at most 14 days. A day in a new pause.</summary>
    public TimeSpan? PauseTimeout { get; init; }

    /// <summary>What then happens: <c>ROLLBACK</c> or <c>CONTINUE</c>. A new pause is rolled back.</summary>
    public string? PauseTimeoutAction { get; init; }

    /// <summary>Weight of Spot capacity, 0 to 1000.</summary>
    public int? SpotWeight { get; init; }

    /// <summary>Weight of on-demand capacity, 0 to 1000; 1 if Spot is requested.</summary>
    public int? OnDemandWeight { get; init; }

    /// <summary>Number of tasks that run on demand before the weights apply.</summary>
    public int? BaseOnDemand { get; init; }

    /// <summary>Tags to set. Other tags of the service stay.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Tags of a security group that is created for it.</summary>
    public IReadOnlyDictionary<string, string>? CreatedTags { get; init; }

    /// <summary>Starts a deployment even if nothing differs, so that ECS resolves a tag that has moved.</summary>
    public bool ForceNewDeployment { get; init; }

    /// <summary>Whether the service must already exist.</summary>
    public bool MustExist { get; init; }
}

/// <summary>A target group for a service.</summary>
public sealed record ServiceTargetRequest
{
    /// <summary>ARN of the target group, of target type <c>ip</c>.</summary>
    public required string TargetGroupArn { get; init; }

    /// <summary>Port of the container. Not needed if only one port is possible.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>ARN of the second target group, if the strategy shifts traffic between two.</summary>
    public string? AlternateTargetGroupArn { get; init; }

    /// <summary>ARN of the listener rule whose traffic moves.</summary>
    public string? ListenerRuleArn { get; init; }

    /// <summary>ARN of the listener rule for test traffic, or null.</summary>
    public string? TestListenerRuleArn { get; init; }

    /// <summary>ARN of the role that ECS uses to move the traffic.</summary>
    public string? RoleArn { get; init; }
}
