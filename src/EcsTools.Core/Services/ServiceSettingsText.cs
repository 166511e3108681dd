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
        }).ToList();

    public static string Balancers(List<LoadBalancer>? balancers)
        => Sorted((balancers ?? []).Select(balancer =>
            $"{balancer.TargetGroupArn ?? balancer.LoadBalancerName} {balancer.ContainerName}:{Text(balancer.ContainerPort)}"
            + (balancer.AdvancedConfiguration is { } advanced
                ? $" or {advanced.AlternateTargetGroupArn} by {advanced.ProductionListenerRule} {advanced.TestListenerRule}".TrimEnd()
                : "")));

    public static string? Namespace(ServiceConnectConfiguration? connect) => connect?.Enabled == true ? connect.Namespace : null;

    public static bool IsRolling(DeploymentConfiguration? configuration) => configuration?.Strategy?.Value is null or "ROLLING";

    public static IEnumerable<KeyValuePair<string, string?>> Deployment(DeploymentConfiguration? configuration)
    {
        const string Prefix = "deploymentConfiguration.";
        yield return new(Prefix + "strategy", configuration?.Strategy?.Value ?? "ROLLING");
        yield return new(
            Prefix + "circuitBreaker",
            configuration?.DeploymentCircuitBreaker is { Enable: true } breaker ? breaker.Rollback == true ? "rollback"
                : "enabled"
                : "disabled");
        yield return new(Prefix + "minimumHealthyPercent", Text(configuration?.MinimumHealthyPercent));
        yield return new(Prefix + "maximumPercent", Text(configuration?.MaximumPercent));
        yield return new(Prefix + "bakeTimeInMinutes", IsRolling(configuration) ? null : Text(configuration!.BakeTimeInMinutes ?? 0));
        yield return new(Prefix + "stepPercent", Text(configuration?.LinearConfiguration?.StepPercent));
        yield return new(Prefix + "canaryPercent", Text(configuration?.CanaryConfiguration?.CanaryPercent));
        yield return new(
            Prefix + "stepBakeTimeInMinutes",
            Text(configuration?.LinearConfiguration?.StepBakeTimeInMinutes ?? configuration?.CanaryConfiguration?.CanaryBakeTimeInMinutes));
    }

    /// <summary>The parts of a service revision, besides its task definition, that decide how its tasks run.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Revision(ServiceRevision revision)
    {
        yield return new("capacityProviderStrategy", string.Join(", ", Capacity(revision.LaunchType, revision.CapacityProviderStrategy)));
        yield return new("platformVersion", revision.PlatformVersion);
        yield return new("networkConfiguration.subnets", Subnets(revision.NetworkConfiguration));
        yield return new("networkConfiguration.securityGroups", SecurityGroups(revision.NetworkConfiguration));
        yield return new("networkConfiguration.assignPublicIp", PublicIp(revision.NetworkConfiguration));
        yield return new("loadBalancers", Balancers(revision.LoadBalancers));
        yield return new("serviceConnectConfiguration.namespace", Namespace(revision.ServiceConnectConfiguration));
    }

    /// <summary>Fields of the second that differ from the first, with both values. An empty text means that there is no value.</summary>
    public static IEnumerable<FieldChange> Differences(
        IEnumerable<KeyValuePair<string, string?>> before, IEnumerable<KeyValuePair<string, string?>> after)
        => before.Zip(
            after, (from, to) => new FieldChange(to.Key, Blank(from.Value), Blank(to.Value))).Where(field => field.From != field.To);

    public static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static string Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    private static string Sorted(IEnumerable<string>? texts)
        => string.Join(", ", (texts ?? []).OrderBy(text => text, StringComparer.Ordinal));
}
