using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>What a service shall be. What is null is not said: it stays as it is, or takes its default in a new service.</summary>
public sealed record FargateServiceRequest
{
    /// <summary>Name or ARN of the service; by default a new one has the name of its task definition's family.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Name or ARN of the cluster; null for that of the service's ARN, or <c>default</c>.</summary>
    public string? Cluster { get; init; }

    /// <summary>ARN, <c>family:revision</c>, or a family for its newest active revision.</summary>
    public string? TaskDefinition { get; init; }

    /// <summary>Image that a new revision of what runs is registered with.</summary>
    public string? Image { get; init; }

    /// <summary>Container that the image, or the traffic of the target group, is for; by default the one it can only be.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Tasks to keep; 1 in a new service.</summary>
    public int? DesiredCount { get; init; }

    /// <summary>Subnets; by default the public ones of the default VPC.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Security groups; by default one of the family's own.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Whether the tasks get a public address; by default where their subnets are public.</summary>
    public bool? AssignPublicIp { get; init; }

    /// <summary>Whether a deployment that fails is ended and rolled back; it is in a new service.</summary>
    public bool? CircuitBreaker { get; init; }

    /// <summary>Percent of the desired count that stays healthy during a deployment; 100 in a new service.</summary>
    public int? MinimumHealthyPercent { get; init; }

    /// <summary>Percent of the desired count that may run during a deployment; 200 in a new service.</summary>
    public int? MaximumPercent { get; init; }

    /// <summary>How long after a task's start its failed health checks do not count.</summary>
    public TimeSpan? HealthCheckGracePeriod { get; init; }

    /// <summary>Target group its tasks are registered with, or null.</summary>
    public ServiceTargetRequest? Target { get; init; }

    /// <summary>Name or ARN of the Service Connect namespace it joins.</summary>
    public string? ServiceConnect { get; init; }

    /// <summary>Whether its tasks can be entered (ECS Exec).</summary>
    public bool? EnableExecuteCommand { get; init; }

    /// <summary>Whether ECS evens its tasks out over availability zones.</summary>
    public bool? AvailabilityZoneRebalancing { get; init; }

    /// <summary>How it deploys; rolling in a new service.</summary>
    public FargateDeploymentStrategy? Strategy { get; init; }

    /// <summary>How long old and new stay side by side after traffic has moved: whole minutes, a day at most.</summary>
    public TimeSpan? BakeTime { get; init; }

    /// <summary>Percent of the traffic that moves at a time with <see cref="FargateDeploymentStrategy.Linear"/>, 3 to 100.</summary>
    public double? StepPercent { get; init; }

    /// <summary>Percent of the traffic that moves first with <see cref="FargateDeploymentStrategy.Canary"/>, 0.1 to 100.</summary>
    public double? CanaryPercent { get; init; }

    /// <summary>Pause after each step of Linear, or after the canary: whole minutes, a day at most.</summary>
    public TimeSpan? StepBakeTime { get; init; }

    /// <summary>Parts of the tasks that run on Spot capacity, 0 to 1000.</summary>
    public int? SpotWeight { get; init; }

    /// <summary>Parts of the tasks that run on demand, 0 to 1000; 1 where Spot is asked for.</summary>
    public int? OnDemandWeight { get; init; }

    /// <summary>Tasks that run on demand before anything is parted.</summary>
    public int? BaseOnDemand { get; init; }

    /// <summary>Tags it shall have; others that it has stay.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Deploys even where nothing differs: a tag that has moved is looked up again.</summary>
    public bool ForceNewDeployment { get; init; }

    /// <summary>Whether it must be there already.</summary>
    public bool MustExist { get; init; }
}

/// <summary>A target group for a service.</summary>
public sealed record ServiceTargetRequest
{
    /// <summary>ARN of the target group, of target type <c>ip</c>.</summary>
    public required string TargetGroupArn { get; init; }

    /// <summary>Port of the container; by default the one it can only be.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>ARN of the target group that takes turns with it, where the strategy moves traffic.</summary>
    public string? AlternateTargetGroupArn { get; init; }

    /// <summary>ARN of the listener rule whose traffic moves.</summary>
    public string? ListenerRuleArn { get; init; }

    /// <summary>ARN of the listener rule for test traffic, or null.</summary>
    public string? TestListenerRuleArn { get; init; }

    /// <summary>ARN of the role with which ECS moves the traffic.</summary>
    public string? RoleArn { get; init; }
}
