using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services;

/// <summary>
/// The settings of a service as text. Settings with the same effect give the same text, so that they can be compared and shown.
/// </summary>
internal static class ServiceSettingsText
{
    /// <summary>The old tasks stop before a deployment completes.</summary>
    public const string Blocking = "BLOCKING";

    /// <summary>Family and revision from a task definition's ARN.</summary>
    public static string Definition(string taskDefinition)
        => TaskDefinitionName.RevisionOf(taskDefinition) is int revision
            ? $"{TaskDefinitionName.FamilyOf(taskDefinition)}:{revision.ToString(CultureInfo.InvariantCulture)}"
            : TaskDefinitionName.FamilyOf(taskDefinition);

    public static IReadOnlyList<string> Capacity(LaunchType? launchType, List<CapacityProviderStrategyItem>? strategy)
    {
        if (strategy is not { Count: > 0 })
        {
            return [launchType?.Value ?? "FARGATE"];
        }

        var used = strategy.Where(
            item => item.Weight > 0 || item.Base > 0 || strategy.Count == 1).OrderBy(item => item.CapacityProvider, StringComparer.Ordinal);
        return used.Select(
            item => item.CapacityProvider + (
                item.Base > 0 ? $" base {Text(item.Base)}" : "") + $" weight {Text(item.Weight ?? 0)}").ToList();
    }

    public static string Subnets(NetworkConfiguration? network) => Sorted(network?.AwsvpcConfiguration?.Subnets);

    public static string SecurityGroups(NetworkConfiguration? network) => Sorted(network?.AwsvpcConfiguration?.SecurityGroups);

    public static string PublicIp(NetworkConfiguration? network) => network?.AwsvpcConfiguration?.AssignPublicIp?.Value ?? "DISABLED";

    public static IReadOnlyList<FargateServiceTarget> Targets(List<LoadBalancer>? balancers)
        => (balancers ?? []).Where(balancer => balancer.TargetGroupArn is not null).Select(balancer => new FargateServiceTarget
        {
            TargetGroupArn = balancer.TargetGroupArn,
            ContainerName = balancer.ContainerName,
            ContainerPort = balancer.ContainerPort ?? 0,
            AlternateTargetGroupArn = balancer.AdvancedConfiguration?.AlternateTargetGroupArn,
            ListenerRuleArn = Blank(balancer.AdvancedConfiguration?.ProductionListenerRule),
            TestListenerRuleArn = Blank(balancer.AdvancedConfiguration?.TestListenerRule),
        }).ToList();

    public static string Balancers(List<LoadBalancer>? balancers)
        => Sorted((balancers ?? []).Select(balancer =>
            $"{balancer.TargetGroupArn ?? balancer.LoadBalancerName} {balancer.ContainerName}:{Text(balancer.ContainerPort)}"
            + (balancer.AdvancedConfiguration is { } advanced
                ? $" or {advanced.AlternateTargetGroupArn} by {advanced.ProductionListenerRule} {advanced.TestListenerRule}".TrimEnd()
                : "")));

    public static string? Namespace(ServiceConnectConfiguration? connect) => connect?.Enabled == true ? connect.Namespace : null;

    /// <summary>The names and ports at which other services reach it; null if there is none.</summary>
    public static string? Endpoints(ServiceConnectConfiguration? connect) => connect?.Enabled != true ? null
        : Blank(Sorted((connect.Services ?? []).SelectMany(service => (service.ClientAliases ?? []).Select(
            alias => $"{alias.DnsName ?? service.DiscoveryName ?? service.PortName}:{Text(alias.Port)}"))));

    public static bool IsRolling(DeploymentConfiguration? configuration) => configuration?.Strategy?.Value is null or "ROLLING";

    public static IEnumerable<ServiceField> Deployment(DeploymentConfiguration? configuration)
    {
        const ServiceSetting Setting = ServiceSetting.DeploymentConfiguration;
        yield return new(Setting, "strategy", configuration?.Strategy?.Value ?? "ROLLING");
        yield return new(
            Setting, "circuitBreaker",
            configuration?.DeploymentCircuitBreaker is { Enable: true } breaker ? breaker.Rollback == true ? "rollback"
                : "enabled"
                : "disabled");
        yield return new(Setting, "failureThreshold", FailureThreshold.From(configuration?.DeploymentCircuitBreaker?.ThresholdConfiguration).ToString());
        yield return new(Setting, "countAllFailures", CountsAllFailures(configuration) ? "true" : "false");
        yield return new(Setting, "earlySuccess", EarlySuccess(configuration));
        yield return new(Setting, "minimumHealthyPercent", Text(configuration?.MinimumHealthyPercent));
        yield return new(Setting, "maximumPercent", Text(configuration?.MaximumPercent));
        yield return new(Setting, "bakeTimeInMinutes", IsRolling(configuration) ? null : Text(configuration!.BakeTimeInMinutes ?? 0));
        yield return new(Setting, "pauseAt", Pauses(configuration));
        yield return new(Setting, "stepPercent", Text(configuration?.LinearConfiguration?.StepPercent));
        yield return new(Setting, "canaryPercent", Text(configuration?.CanaryConfiguration?.CanaryPercent));
        yield return new(
            Setting, "stepBakeTimeInMinutes",
            Text(configuration?.LinearConfiguration?.StepBakeTimeInMinutes ?? configuration?.CanaryConfiguration?.CanaryBakeTimeInMinutes));
    }

    public static bool CountsAllFailures(DeploymentConfiguration? configuration) => configuration?.DeploymentCircuitBreaker?.ResetOnHealthyTask == false;

    /// <summary>When a rolling deployment completes early; null if it waits for all tasks.</summary>
    private static string? EarlySuccess(DeploymentConfiguration? configuration)
        => configuration?.EarlySuccessCriteria is { Enable: true } early
            ? $"{Text(early.HealthyPercent)}% healthy, cleanup {early.SourceServiceRevisionCleanup?.Value}"
            : null;

    /// <summary>The stages at which deployments wait, with the time and what then happens; null if there is none.</summary>
    private static string? Pauses(DeploymentConfiguration? configuration)
        => Blank(string.Join(", ", (configuration?.LifecycleHooks ?? []).Where(hook => hook.TargetType?.Value == "PAUSE").Select(hook =>
            $"{string.Join(" ", hook.LifecycleStages ?? [])} for {Text(hook.TimeoutConfiguration?.TimeoutInMinutes)} minutes, then "
                + $"{hook.TimeoutConfiguration?.Action?.Value}")));

    /// <summary>The parts of a service revision, besides its task definition, that decide how its tasks run.</summary>
    public static IEnumerable<ServiceField> Revision(ServiceRevision revision)
    {
        yield return new(ServiceSetting.CapacityProviderStrategy, string.Join(", ", Capacity(revision.LaunchType, revision.CapacityProviderStrategy)));
        yield return new(ServiceSetting.PlatformVersion, revision.PlatformVersion);
        yield return new(ServiceSetting.NetworkConfiguration, "subnets", Subnets(revision.NetworkConfiguration));
        yield return new(ServiceSetting.NetworkConfiguration, "securityGroups", SecurityGroups(revision.NetworkConfiguration));
        yield return new(ServiceSetting.NetworkConfiguration, "assignPublicIp", PublicIp(revision.NetworkConfiguration));
        yield return new(ServiceSetting.LoadBalancers, Balancers(revision.LoadBalancers));
        yield return new(ServiceSetting.ServiceConnectConfiguration, "namespace", Namespace(revision.ServiceConnectConfiguration));
    }

    public static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static string Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    private static string Sorted(IEnumerable<string>? texts)
        => string.Join(", ", (texts ?? []).OrderBy(text => text, StringComparer.Ordinal));
}
