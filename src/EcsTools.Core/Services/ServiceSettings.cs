using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>All settings of a service in ECS's own terms, either current or requested.</summary>
internal sealed record ServiceSettings
{
    private const int BlueGreenBakeMinutes = 10;

    // AWS's own default for a pause.
    private const int PauseMinutes = 1440;

    public string? TaskDefinition { get; init; }

    public int? DesiredCount { get; init; }

    public LaunchType? LaunchType { get; init; }

    public List<CapacityProviderStrategyItem>? Capacity { get; init; }

    public NetworkConfiguration? Network { get; init; }

    public DeploymentConfiguration? Deployment { get; init; }

    public List<LoadBalancer> Balancers { get; init; } = [];

    public int? GracePeriod { get; init; }

    public ServiceConnectConfiguration? Connect { get; init; }

    public bool? ExecuteCommand { get; init; }

    public bool? ZoneRebalancing { get; init; }

    public static ServiceSettings From(Service service) => new()
    {
        TaskDefinition = service.TaskDefinition,
        DesiredCount = service.DesiredCount,
        LaunchType = service.LaunchType,
        Capacity = service.CapacityProviderStrategy,
        Network = service.NetworkConfiguration,
        Deployment = service.DeploymentConfiguration,
        Balancers = service.LoadBalancers ?? [],
        GracePeriod = service.HealthCheckGracePeriodSeconds,
        Connect = ServiceMapper.Primary(service)?.ServiceConnectConfiguration,
        ExecuteCommand = service.EnableExecuteCommand,
        ZoneRebalancing = service.AvailabilityZoneRebalancing?.Value == "ENABLED",
    };

    /// <summary>These settings with the request applied. Task definition and network are handled elsewhere.</summary>
    /// <param name="request">The request.</param>
    /// <param name="definition">The task definition that runs, or will run.</param>
    /// <param name="isNew">Whether the service does not exist yet.</param>
    public ServiceSettings With(FargateServiceRequest request, TaskDefinition definition, bool isNew)
    {
        var deployment = DeploymentOf(request, isNew);
        var settled = this with
        {
            DesiredCount = request.DesiredCount ?? DesiredCount ?? 1,
            Capacity = CapacityOf(request) ?? Capacity,
            Deployment = deployment,
            Balancers = BalancersOf(request, definition),
            GracePeriod = request.HealthCheckGracePeriod is { } grace ? (int)grace.TotalSeconds : GracePeriod,
            Connect = request.ServiceConnect is { } name ? ConnectOf(name, definition, request.ConnectAliases)
                : request.LeftNamespace is { } left && ServiceSettingsText.Namespace(Connect) == left ? new ServiceConnectConfiguration { Enabled = false }
                : Connect,
            ExecuteCommand = request.EnableExecuteCommand ?? ExecuteCommand,
            ZoneRebalancing = request.AvailabilityZoneRebalancing ?? ZoneRebalancing,
        };
        ServiceChecks.Strategy(request, settled);
        ServiceChecks.ZoneRebalancing(settled);
        if (isNew || request.DesiredCount is not null || request.MinimumHealthyPercent is not null || request.MaximumPercent is not null)
        {
            ServiceChecks.CanProceed(deployment, settled.DesiredCount.Value);
        }

        return settled;
    }

    /// <summary>Fields and their values, always the same fields in the same order.</summary>
    public IEnumerable<ServiceField> Fields()
    {
        yield return new(ServiceSetting.TaskDefinition, TaskDefinition is null ? null : ServiceSettingsText.Definition(TaskDefinition));
        yield return new(ServiceSetting.DesiredCount, ServiceSettingsText.Text(DesiredCount));
        yield return new(ServiceSetting.CapacityProviderStrategy, string.Join(", ", ServiceSettingsText.Capacity(LaunchType, Capacity)));
        yield return new(ServiceSetting.NetworkConfiguration, "subnets", ServiceSettingsText.Subnets(Network));
        yield return new(ServiceSetting.NetworkConfiguration, "securityGroups", ServiceSettingsText.SecurityGroups(Network));
        yield return new(ServiceSetting.NetworkConfiguration, "assignPublicIp", ServiceSettingsText.PublicIp(Network));
        foreach (var field in ServiceSettingsText.Deployment(Deployment))
        {
            yield return field;
        }

        yield return new(ServiceSetting.LoadBalancers, ServiceSettingsText.Balancers(Balancers));
        yield return new(ServiceSetting.HealthCheckGracePeriodSeconds, ServiceSettingsText.Text(GracePeriod ?? 0));
        yield return new(ServiceSetting.ServiceConnectConfiguration, "namespace", ServiceSettingsText.Namespace(Connect));
        yield return new(ServiceSetting.ServiceConnectConfiguration, "endpoints", ServiceSettingsText.Endpoints(Connect));
        yield return new(ServiceSetting.EnableExecuteCommand, ExecuteCommand == true ? "true" : "false");
        yield return new(ServiceSetting.AvailabilityZoneRebalancing, ZoneRebalancing is null ? null : ZoneRebalancing.Value ? "ENABLED" : "DISABLED");
    }

    /// <summary>The capacity that a request asks for; null if it does not say any.</summary>
    public static List<CapacityProviderStrategyItem>? CapacityOf(FargateServiceRequest request)
    {
        if (request.SpotWeight is null && request.OnDemandWeight is null && request.BaseOnDemand is null)
        {
            return null;
        }

        var onDemand = new CapacityProviderStrategyItem
        {
            CapacityProvider = "FARGATE",
            Weight = request.OnDemandWeight ?? 1,
            Base = request.BaseOnDemand is > 0 ? request.BaseOnDemand : null,
        };
        return request.SpotWeight is > 0
            ? [onDemand, new CapacityProviderStrategyItem { CapacityProvider = "FARGATE_SPOT", Weight = request.SpotWeight }]
            : [onDemand];
    }

    /// <summary>The complete setting: ECS replaces it as a whole.</summary>
    private DeploymentConfiguration DeploymentOf(FargateServiceRequest request, bool isNew)
    {
        var strategy = request.Strategy is { } wanted ? new DeploymentStrategy(ApiName(wanted)) : Deployment?.Strategy;
        return new DeploymentConfiguration
        {
            Strategy = strategy,
            DeploymentCircuitBreaker = BreakerOf(request, isNew),
            EarlySuccessCriteria = EarlySuccessOf(request, strategy),
            MinimumHealthyPercent = request.MinimumHealthyPercent ?? Deployment?.MinimumHealthyPercent,
            MaximumPercent = request.MaximumPercent ?? Deployment?.MaximumPercent,
            Alarms = Deployment?.Alarms,
            LifecycleHooks = strategy is null or { Value: "ROLLING" } ? null : HooksOf(request),
            BakeTimeInMinutes = strategy is null or { Value: "ROLLING" } ? null : Minutes(request.BakeTime) ?? BakeOf(strategy),
            LinearConfiguration = strategy?.Value == "LINEAR" ? LinearOf(request) : null,
            CanaryConfiguration = strategy?.Value == "CANARY" ? CanaryOf(request) : null,
        };
    }

    private DeploymentCircuitBreaker? BreakerOf(FargateServiceRequest request, bool isNew)
    {
        var before = Deployment?.DeploymentCircuitBreaker;
        if (!isNew && request is { CircuitBreaker: null, FailureThreshold: null, CountAllFailures: null })
        {
            return before;
        }

        return new DeploymentCircuitBreaker
        {
            Enable = request.CircuitBreaker ?? before?.Enable ?? isNew,
            Rollback = request.CircuitBreaker ?? before?.Rollback ?? isNew,
            ThresholdConfiguration = request.FailureThreshold?.ToApi() ?? before?.ThresholdConfiguration,
            ResetOnHealthyTask = !request.CountAllFailures ?? before?.ResetOnHealthyTask,
        };
    }

    /// <summary>
    /// The criteria as requested. All tasks and a cleanup before the end are what ECS does without criteria. Strategies that move traffic have none.
    /// </summary>
    private DeploymentEarlySuccessCriteria? EarlySuccessOf(FargateServiceRequest request, DeploymentStrategy? strategy)
    {
        var before = Deployment?.EarlySuccessCriteria;
        var isOn = before?.Enable == true;
        if (strategy is not null and not { Value: "ROLLING" })
        {
            return isOn ? new DeploymentEarlySuccessCriteria { Enable = false } : null;
        }

        if (request is { EarlySuccessPercent: null, EarlySuccessCleanup: null })
        {
            return before;
        }

        var percent = request.EarlySuccessPercent ?? (isOn ? before!.HealthyPercent : null) ?? 100;
        var cleanup = request.EarlySuccessCleanup ?? (isOn ? before!.SourceServiceRevisionCleanup?.Value : null) ?? ServiceSettingsText.Blocking;
        return percent == 100 && cleanup == ServiceSettingsText.Blocking
            ? isOn ? new DeploymentEarlySuccessCriteria { Enable = false } : before
            : new DeploymentEarlySuccessCriteria { Enable = true, HealthyPercent = percent, SourceServiceRevisionCleanup = cleanup };
    }

    /// <summary>The pauses as requested. Hooks that call a function stay.</summary>
    private List<DeploymentLifecycleHook>? HooksOf(FargateServiceRequest request)
    {
        var current = Deployment?.LifecycleHooks ?? [];
        var before = current.Find(hook => hook.TargetType?.Value == "PAUSE");
        if (request is { PauseAt: null, PauseTimeout: null, PauseTimeoutAction: null } || (request.PauseAt is null && before is null))
        {
            return Deployment?.LifecycleHooks;
        }

        var others = current.Where(hook => hook.TargetType?.Value != "PAUSE").ToList();
        var stages = request.PauseAt?.ToList() ?? before!.LifecycleStages;
        if (stages.Count > 0)
        {
            others.Add(new DeploymentLifecycleHook
            {
                TargetType = DeploymentLifecycleHookTargetType.PAUSE,
                LifecycleStages = stages,
                TimeoutConfiguration = new DeploymentLifecycleHookTimeoutConfiguration
                {
                    TimeoutInMinutes = Minutes(request.PauseTimeout) ?? before?.TimeoutConfiguration?.TimeoutInMinutes ?? PauseMinutes,
                    Action = request.PauseTimeoutAction ?? before?.TimeoutConfiguration?.Action?.Value ?? "ROLLBACK",
                },
            });
        }

        return others;
    }

    /// <summary>
    /// Keeps the current value, except for a rolling service, where the bake time has no meaning. BLUE_GREEN must have one.
    /// </summary>
    private int? BakeOf(DeploymentStrategy strategy)
        => ServiceSettingsText.IsRolling(Deployment) ? strategy.Value == "BLUE_GREEN" ? BlueGreenBakeMinutes
            : null
            : Deployment!.BakeTimeInMinutes;

    private LinearConfiguration? LinearOf(FargateServiceRequest request)
    {
        var (percent, bake) = (
            request.StepPercent ?? Deployment?.LinearConfiguration?.StepPercent,
            Minutes(request.StepBakeTime) ?? Deployment?.LinearConfiguration?.StepBakeTimeInMinutes);
        return percent is null && bake is null ? null : new LinearConfiguration { StepPercent = percent, StepBakeTimeInMinutes = bake };
    }

    private CanaryConfiguration? CanaryOf(FargateServiceRequest request)
    {
        var (percent, bake) = (
            request.CanaryPercent ?? Deployment?.CanaryConfiguration?.CanaryPercent,
            Minutes(request.StepBakeTime) ?? Deployment?.CanaryConfiguration?.CanaryBakeTimeInMinutes);
        return percent is null && bake is null ? null : new CanaryConfiguration { CanaryPercent = percent, CanaryBakeTimeInMinutes = bake };
    }

    private List<LoadBalancer> BalancersOf(FargateServiceRequest request, TaskDefinition definition)
    {
        var kept = Balancers.Where(balancer => !request.LeftTargetGroups.Contains(balancer.TargetGroupArn)).ToList();
        if (request.Target is not { } target)
        {
            return kept;
        }

        var (container, port) = ServiceChecks.Destination(request, definition);
        var before = kept.Find(balancer => balancer.TargetGroupArn == target.TargetGroupArn);
        var wanted = new LoadBalancer
        {
            TargetGroupArn = target.TargetGroupArn,
            ContainerName = container,
            ContainerPort = port,
            AdvancedConfiguration = target.AlternateTargetGroupArn is null
                ? before?.AdvancedConfiguration
                : new AdvancedConfiguration
                {
                    AlternateTargetGroupArn = target.AlternateTargetGroupArn,
                    ProductionListenerRule = target.ListenerRuleArn,
                    TestListenerRule = target.TestListenerRuleArn,
                    RoleArn = target.RoleArn,
                },
        };
        var all = kept.Where(balancer => balancer != before).Append(wanted).ToList();
        ServiceChecks.TargetGroups(all.Count);
        return all;
    }

    /// <summary>Joins the namespace as a client, and publishes each named port that has an alias. Without aliases, the name of a port is its alias.</summary>
    private static ServiceConnectConfiguration ConnectOf(string name, TaskDefinition definition, IReadOnlyDictionary<string, string>? aliases)
    {
        var named = (definition.ContainerDefinitions ?? []).SelectMany(container => container.PortMappings ?? []).Where(
            mapping => !string.IsNullOrEmpty(mapping.Name) && aliases?.ContainsKey(mapping.Name) != false).ToList();
        return new ServiceConnectConfiguration
        {
            Enabled = true,
            Namespace = name,
            Services = named.Count == 0 ? null : named.Select(mapping => new ServiceConnectService
            {
                PortName = mapping.Name,
                ClientAliases = [new ServiceConnectClientAlias { Port = mapping.ContainerPort, DnsName = aliases?[mapping.Name] ?? mapping.Name }],
            }).ToList(),
        };
    }

    private static string ApiName(FargateDeploymentStrategy strategy) => strategy switch
    {
        FargateDeploymentStrategy.BlueGreen => "BLUE_GREEN",
        FargateDeploymentStrategy.Linear => "LINEAR",
        FargateDeploymentStrategy.Canary => "CANARY",
        _ => "ROLLING",
    };

    private static int? Minutes(TimeSpan? time) => time is { } value ? (int)value.TotalMinutes : null;
}
