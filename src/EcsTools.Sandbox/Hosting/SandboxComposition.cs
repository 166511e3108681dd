using System.Collections.Generic;
using EcsTools.Sandbox.Services;
using EcsTools.Sandbox.Services.AutoScaling;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Sandbox.Services.EcrPublic;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Sandbox.Services.Events;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Sandbox.Services.Logs;
using EcsTools.Sandbox.Services.Scheduler;
using EcsTools.Sandbox.Services.Sts;

namespace EcsTools.Sandbox.Hosting;

/// <summary>The one place that says what a sandbox is made of.</summary>
internal static class SandboxComposition
{
    /// <summary>
    /// Adds every service to <paramref name="cloud"/>, in the order in which they start, and what speaks HTTP itself to <paramref name="routes"/>.
    /// </summary>
    public static void Compose(SandboxCloud cloud, ICollection<IRawRoute> routes)
    {
        cloud.Add(new IamService(cloud));
        cloud.Add(new StsService(cloud));
        cloud.Add(new Ec2Service(cloud));
        cloud.Add(new LogsService(cloud));
        AddRegistry(cloud, routes);
        AddEcs(cloud, routes);
        cloud.Add(new SchedulerService(cloud));
        cloud.Add(new EventsService(cloud));
        cloud.Add(new AutoScalingService(cloud));
    }

    private static void AddEcs(SandboxCloud cloud, ICollection<IRawRoute> routes)
    {
        var ecs = new EcsService(cloud);
        cloud.Add(ecs);
        foreach (var route in ecs.Routes)
        {
            routes.Add(route);
        }
    }

    private static void AddRegistry(SandboxCloud cloud, ICollection<IRawRoute> routes)
    {
        var ecr = new EcrService(cloud);
        cloud.Add(ecr);
        cloud.Add(new EcrPublicService(cloud));
        foreach (var route in ecr.Routes)
        {
            routes.Add(route);
        }
    }
}
