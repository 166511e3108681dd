using System;
using System.Collections.Generic;
using EcsTools.Sandbox.Api;
using EcsTools.Sandbox.Balancing;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Services.AutoScaling;
using EcsTools.Sandbox.Services.Certificates;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Sandbox.Services.EcrPublic;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Sandbox.Services.Events;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Sandbox.Services.LoadBalancing;
using EcsTools.Sandbox.Services.Logs;
using EcsTools.Sandbox.Services.Metrics;
using EcsTools.Sandbox.Services.Scheduler;
using EcsTools.Sandbox.Services.Secrets;
using EcsTools.Sandbox.Services.Stacks;
using EcsTools.Sandbox.Services.Sts;
using EcsTools.Sandbox.Services.Tagging;

namespace EcsTools.Sandbox;

/// <summary>The one place that says which services a sandbox has.</summary>
internal static class SandboxComposition
{
    /// <summary>Adds every service to <paramref name="cloud"/>, in the order in which they start.</summary>
    /// <returns>The routes with their own HTTP interface, in addition to the AWS APIs.</returns>
    public static IReadOnlyList<IHttpRoute> Compose(SandboxCloud cloud, SandboxOptions options)
    {
        var ecr = new EcrService(cloud);
        var ecs = new EcsService(cloud, new ContainerHostFactory(options, cloud.ScaledClock), options.ServiceSettling);
        SandboxService[] services =
        [
            new IamService(cloud, TimeSpan.FromTicks((long)(options.KeyPropagation.Ticks / options.TimeScale))),
            new StsService(cloud),
            new Ec2Service(cloud),
            new LogsService(cloud),
            new SecretsService(cloud),
            ecr,
            new EcrPublicService(cloud),
            ecs,
            new CertificateService(cloud),
            new LoadBalancingService(cloud, new LoadBalancerHost(cloud.ScaledClock)),
            new SchedulerService(cloud),
            new EventsService(cloud),
            new AutoScalingService(cloud),
            new MetricsService(cloud),
            new StackService(cloud),
            new TaggingService(cloud),
        ];
        foreach (var service in services)
        {
            cloud.Add(service);
        }

        return [.. ecr.Routes, .. ecs.Routes];
    }

    /// <summary>The handler of every request to the sandbox.</summary>
    public static RequestRouter Route(SandboxCloud cloud, SandboxOptions options, IReadOnlyList<IHttpRoute> routes, RateLimits? rates)
    {
        var faults = new FaultInjector(options.Faults is { } given
            ? new FaultRates(given.Throttle, given.ServerError, given.Reset, given.Latency, given.Seed)
            : null);
        return new RequestRouter(cloud, routes, new ApiRequestHandler(cloud, faults, rates), faults);
    }
}
