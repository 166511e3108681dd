using System;
using System.Linq;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>Converts ECS's services to the objects that commands return.</summary>
internal static class ServiceMapper
{
    public static FargateService ToModel(Service service)
    {
        var arn = AwsArn.Parse(service.ServiceArn);
        var deployment = service.DeploymentConfiguration;
        var network = service.NetworkConfiguration?.AwsvpcConfiguration;
        var primary = Primary(service);
        return new FargateService
        {
            Cluster = AwsArn.NameOf(service.ClusterArn),
            ClusterArn = service.ClusterArn,
            ServiceName = service.ServiceName ?? arn.Name,
            ServiceArn = service.ServiceArn,
            Status = service.Status ?? "ACTIVE",
            DesiredCount = service.DesiredCount ?? 0,
            RunningCount = service.RunningCount ?? 0,
            PendingCount = service.PendingCount ?? 0,
            TaskDefinition = ServiceSettingsText.Definition(service.TaskDefinition ?? ""),
            TaskDefinitionArn = service.TaskDefinition ?? "",
            Strategy = deployment?.Strategy?.Value ?? "ROLLING",
            MinimumHealthyPercent = deployment?.MinimumHealthyPercent ?? 100,
            MaximumPercent = deployment?.MaximumPercent ?? 200,
            CircuitBreaker = deployment?.DeploymentCircuitBreaker?.Enable == true,
            Rollback = deployment?.DeploymentCircuitBreaker is { Enable: true, Rollback: true },
            FailureThreshold = FailureThreshold.From(deployment?.DeploymentCircuitBreaker?.ThresholdConfiguration).ToString(),
            CountAllFailures = ServiceSettingsText.CountsAllFailures(deployment),
            EarlySuccessPercent = deployment?.EarlySuccessCriteria is { Enable: true } early ? early.HealthyPercent : null,
            EarlySuccessCleanup = deployment?.EarlySuccessCriteria is { Enable: true } criteria ? criteria.SourceServiceRevisionCleanup?.Value : null,
            BakeTime = ServiceSettingsText.IsRolling(deployment) ? null : Minutes(deployment?.BakeTimeInMinutes ?? 0),
            StepPercent = deployment?.LinearConfiguration?.StepPercent,
            CanaryPercent = deployment?.CanaryConfiguration?.CanaryPercent,
            StepBakeTime = Minutes(
                deployment?.LinearConfiguration?.StepBakeTimeInMinutes ?? deployment?.CanaryConfiguration?.CanaryBakeTimeInMinutes),
            HealthCheckGracePeriod = TimeSpan.FromSeconds(service.HealthCheckGracePeriodSeconds ?? 0),
            CapacityProviders = ServiceSettingsText.Capacity(service.LaunchType, service.CapacityProviderStrategy).ToArray(),
            Subnets = network?.Subnets?.ToArray() ?? [],
            SecurityGroups = network?.SecurityGroups?.ToArray() ?? [],
            AssignPublicIp = network?.AssignPublicIp == AssignPublicIp.ENABLED,
            Targets = ServiceSettingsText.Targets(service.LoadBalancers),
            ServiceConnectNamespace = ServiceSettingsText.Namespace(primary?.ServiceConnectConfiguration),
            EnableExecuteCommand = service.EnableExecuteCommand == true,
            AvailabilityZoneRebalancing = service.AvailabilityZoneRebalancing?.Value == "ENABLED",
            DeploymentId = ServiceSettingsText.Blank(service.CurrentServiceDeployment),
            RolloutState = primary?.RolloutState?.Value,
            DeployedAt = AwsTime.From(primary?.CreatedAt),
            Events = (service.Events ?? []).Select(ToModel).ToList(),
            CreatedAt = AwsTime.From(service.CreatedAt),
            Tags = ClusterMapper.FromTags(service.Tags),
            Region = arn.Region,
            AccountId = arn.AccountId,
        };
    }

    /// <summary>The task definition that the service runs or is deploying.</summary>
    public static Deployment? Primary(Service service) => (service.Deployments ?? []).Find(deployment => deployment.Status == "PRIMARY");

    public static Models.ServiceEvent ToModel(Amazon.ECS.Model.ServiceEvent happened) => new()
    {
        EventId = happened.Id ?? "",
        CreatedAt = AwsTime.From(happened.CreatedAt) ?? default,
        Message = happened.Message ?? "",
    };

    private static TimeSpan? Minutes(int? minutes) => minutes is int number ? TimeSpan.FromMinutes(number) : null;
}
