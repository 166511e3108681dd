using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Findings;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;
using EcsTools.Network;
using EcsTools.Routing.Rules;

namespace EcsTools.Apps.Preflight;

/// <summary>The services of a folder or a compose file as the checks see them.</summary>
internal sealed class SourceServices(AwsConnection connection)
{
    // Defaults of AWS for the health check of a target group that somebody else created.
    private const int DefaultInterval = 30;
    private const int DefaultThreshold = 2;

    public async Task<IReadOnlyList<CheckedService>> OfAsync(AppPlan plan, CancellationToken cancellationToken)
    {
        var services = new List<CheckedService>();
        foreach (var service in plan.Services)
        {
            services.Add(await OneAsync(plan, service, cancellationToken).ConfigureAwait(false));
        }

        return services;
    }

    private async Task<CheckedService> OneAsync(AppPlan plan, AppServicePlan service, CancellationToken cancellationToken)
    {
        var known = PlannedService.Of(service);
        var subnets = plan.Request.Subnets ?? service.Current?.Subnets ?? [];
        return known with
        {
            Subnets = subnets,
            AssignsPublicIp = plan.Request.AssignPublicIp ?? (plan.Request.Subnets is { Count: > 0 }
                ? await ArePublicAsync(subnets, cancellationToken).ConfigureAwait(false) : service.Current?.AssignPublicIp ?? true),
            Route = service.Blueprint.IsRouted ? await RouteAsync(plan, service, cancellationToken).ConfigureAwait(false) : null,
        };
    }

    private async Task<bool> ArePublicAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var subnets = new TaskSubnets(connection);
        return await subnets.ArePublicAsync(await subnets.NamedAsync(ids, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private async Task<CheckedRoute> RouteAsync(AppPlan plan, AppServicePlan service, CancellationToken cancellationToken)
    {
        var blueprint = service.Blueprint;
        var name = AppNames.TargetGroup(blueprint.App, blueprint.Service.Name);
        var group = await connection.UnlessDeniedAsync(
            () => new TargetGroupPlanner(connection).FindAsync(name, cancellationToken), null, leftOut: null).ConfigureAwait(false);
        var target = blueprint.Route(group is null).Target!;
        var check = target.HealthCheck;
        return new CheckedRoute
        {
            LoadBalancer = blueprint.LoadBalancer,
            LoadBalancerArn = plan.Balancer?.Current?.LoadBalancerArn,
            Group = target.Name,
            TargetGroupArn = group?.TargetGroupArn,
            Port = blueprint.Port,
            Container = blueprint.Receiver.Name,
            Path = check.Path ?? group?.HealthCheckPath ?? "/",
            Success = check.SuccessCode ?? group?.Matcher?.HttpCode ?? "200",
            GracePeriod = blueprint.GracePeriod(service.Current is null) ?? service.Current?.HealthCheckGracePeriod ?? TimeSpan.Zero,
            Interval = check.Interval ?? TimeSpan.FromSeconds(group?.HealthCheckIntervalSeconds ?? DefaultInterval),
            UnhealthyThreshold = check.UnhealthyThreshold ?? group?.UnhealthyThresholdCount ?? DefaultThreshold,
        };
    }
}
