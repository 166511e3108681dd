using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The workload of a service at one deployment. It never changes, except that digests are added when they are found.</summary>
internal sealed class ServiceRevision
{
    public required string Arn { get; init; }

    public required Workload Workload { get; init; }

    public double CreatedAt { get; init; }

    public IReadOnlyList<RevisionImage> Images { get; init; } = [];

    /// <summary>The target groups in use, if the load balancers have alternate ones; else null.</summary>
    public IReadOnlyList<ResolvedLoadBalancer>? Resolved { get; init; }

    /// <summary>The target groups that the tasks join.</summary>
    public IReadOnlyList<RevisionTarget> Targets => Workload.LoadBalancers
        .Select((balancer, index) => new RevisionTarget(
            Resolved?[index].TargetGroupArn ?? balancer.TargetGroupArn!, balancer.ContainerName!, (int)balancer.ContainerPort!.Value))
        .ToList();

    /// <param name="names">Makes the ARN.</param>
    /// <param name="service">The service with its new settings.</param>
    /// <param name="number">Number of the deployment.</param>
    /// <param name="definition">The task definition.</param>
    /// <param name="production">The revision that serves now, or null.</param>
    /// <param name="now">Epoch seconds.</param>
    public static ServiceRevision New(
        EcsNames names, ServiceRecord service, string number, TaskDefinition definition, ServiceRevision? production, double now)
    {
        var settings = service.Settings;
        var version = settings.Workload.PlatformVersion;
        var advanced = settings.Workload.LoadBalancers.Any(balancer => balancer.Advanced is not null);
        return new ServiceRevision
        {
            Arn = names.ServicePartArn("service-revision", service.Cluster, service.Name, number),
            Workload = settings.Workload with { PlatformVersion = version is null ? null : RunTaskRules.PlatformVersion(version) },
            CreatedAt = now,
            Images = definition.Containers.Select(container => new RevisionImage(container.Name, container.Image)).ToList(),
            Resolved = advanced ? Resolve(settings.Workload.LoadBalancers, production, settings.Deployment.ShiftsTraffic) : null,
        };
    }

    /// <summary>The digests that were found, by container.</summary>
    public Dictionary<string, string> Digests() => Images
        .Where(image => image.Digest is not null)
        .ToDictionary(image => image.Container, image => image.Digest!, StringComparer.Ordinal);

    /// <summary>Uses the target group in use, or the other one if the deployment shifts traffic to it.</summary>
    private static IReadOnlyList<ResolvedLoadBalancer> Resolve(
        IReadOnlyList<ServiceLoadBalancer> balancers, ServiceRevision? production, bool shifts)
    {
        var used = production is null ? [] : production.Targets.Select(target => target.GroupArn).ToList();
        return balancers
            .Select(balancer =>
            {
                var (own, alternate) = (balancer.TargetGroupArn!, balancer.Advanced!.AlternateTargetGroupArn!);
                var isAlternate = shifts ? used.Contains(own) : used.Contains(alternate);
                return new ResolvedLoadBalancer(isAlternate ? alternate : own, balancer.Advanced.ProductionListenerRule);
            })
            .ToList();
    }
}
