using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Findings;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Preflight;

/// <summary>The services of an app that is published, as the checks see them.</summary>
internal sealed class PublishedServices(AwsConnection connection)
{
    private readonly TaskDefinitionReader _definitions = new(connection);

    /// <exception cref="EcsToolsException">There is no such app.</exception>
    public async Task<IReadOnlyList<CheckedService>> OfAsync(string app, CancellationToken cancellationToken)
    {
        var parts = await new AppInventory(connection).FindAsync(app, cancellationToken).ConfigureAwait(false);
        if (parts.IsEmpty)
        {
            throw AppReader.Missing(app, await new AppReader(connection).NamesAsync(cancellationToken).ConfigureAwait(false));
        }

        var services = new List<CheckedService>();
        foreach (var service in parts.Services)
        {
            if (await _definitions.FindAsync(service.TaskDefinitionArn, cancellationToken).ConfigureAwait(false) is var (definition, tags))
            {
                services.Add(await RunningAsync(parts, service, TaskDefinitionMapper.ToModel(definition, tags), cancellationToken).ConfigureAwait(false));
            }
        }

        var families = parts.Services.Select(service => service.TaskDefinition.Split(':')[0]).ToList();
        services.AddRange(parts.Definitions.Where(definition => !families.Contains(definition.Family)).Select(definition => Other(parts, definition)));
        return services;
    }

    private async Task<CheckedService> RunningAsync(
        AppParts parts, FargateService service, FargateTaskDefinition definition, CancellationToken cancellationToken)
        => Of(parts, definition, service.ServiceName, service.Cluster) with
        {
            Current = service,
            TaskDefinition = definition.TaskDefinition,
            Subnets = service.Subnets,
            AssignsPublicIp = service.AssignPublicIp,
            Route = service.Targets.Count > 0 ? await RouteAsync(parts, service, service.Targets[0], cancellationToken).ConfigureAwait(false) : null,
        };

    /// <summary>What runs on a schedule, or once.</summary>
    private static CheckedService Other(AppParts parts, FargateTaskDefinition definition)
    {
        var schedule = parts.Schedules.FirstOrDefault(found => found.Family == definition.Family);
        var cluster = schedule?.Cluster ?? parts.Services.Select(service => service.Cluster).FirstOrDefault() ?? AppNames.Shared;
        return Of(parts, definition, definition.Family, cluster) with
        {
            TaskDefinition = definition.TaskDefinition,
            Subnets = schedule?.Subnets ?? [],
            AssignsPublicIp = schedule?.AssignPublicIp ?? true,
        };
    }

    private static CheckedService Of(AppParts parts, FargateTaskDefinition definition, string name, string cluster) => new()
    {
        Name = AppNames.ServiceOf(parts.App, name),
        ServiceName = name,
        Cluster = cluster,
        Document = JsonText.ParseObject(System.Text.Encoding.UTF8.GetBytes(definition.Json), "the task definition", JsonText.LongestDocument),
    };

    private async Task<CheckedRoute?> RouteAsync(
        AppParts parts, FargateService service, FargateServiceTarget target, CancellationToken cancellationToken)
    {
        var route = parts.Routes.FirstOrDefault(found => found.Targets.Any(other => other.TargetGroupArn == target.TargetGroupArn));
        var found = await connection.UnlessDeniedAsync(
            () => connection.TargetGroupsAsync(new DescribeTargetGroupsRequest { TargetGroupArns = [target.TargetGroupArn] }, cancellationToken),
            [],
            "The health checks of load balancers were not checked").ConfigureAwait(false);
        return found is not [var group, ..] ? null : new CheckedRoute
        {
            LoadBalancer = route?.LoadBalancer ?? "",
            LoadBalancerArn = route?.LoadBalancerArn,
            Group = group.TargetGroupName,
            TargetGroupArn = group.TargetGroupArn,
            Port = target.ContainerPort,
            Container = target.ContainerName ?? service.ServiceName,
            Path = group.HealthCheckPath ?? "/",
            Success = group.Matcher?.HttpCode ?? "200",
            GracePeriod = service.HealthCheckGracePeriod,
            Interval = TimeSpan.FromSeconds(group.HealthCheckIntervalSeconds ?? 0),
            UnhealthyThreshold = group.UnhealthyThresholdCount ?? 0,
        };
    }
}
