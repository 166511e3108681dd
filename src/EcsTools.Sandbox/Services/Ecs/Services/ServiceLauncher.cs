using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Starts tasks of a service, spread over its zones and capacity providers. Used under the lock of ECS.</summary>
internal sealed class ServiceLauncher
{
    private readonly TaskDefinitionStore _definitions;
    private readonly EcsDependencies _dependencies;
    private readonly TaskLauncher _tasks;

    public ServiceLauncher(TaskDefinitionStore definitions, EcsDependencies dependencies, TaskLauncher tasks)
    {
        _definitions = definitions;
        _dependencies = dependencies;
        _tasks = tasks;
    }

    /// <summary>Starts this many tasks. If they cannot be placed it starts none, and adds an event that says why.</summary>
    public IReadOnlyList<ServiceTask> Start(ServiceRecord service, Deployment deployment, int count, DateTimeOffset now)
    {
        var workload = deployment.Revision.Workload;
        if (workload.LaunchType is "EC2" or "EXTERNAL")
        {
            service.Events.NoInstances();
            return [];
        }

        try
        {
            foreach (var role in deployment.Definition.Roles)
            {
                _dependencies.Roles.RequireAssumable(role);
            }

            ResolveImages(deployment);
            var placements = _dependencies.Network.Placements(workload.Network);
            var request = Request(service, deployment, placements[0]);
            var started = new List<ServiceTask>();
            foreach (var provider in Providers(service, deployment, count))
            {
                var placed = request with { Placement = Emptiest(service, placements) };
                var task = new ServiceTask(_tasks.Start(placed, provider), deployment);
                service.Tasks.Add(task);
                started.Add(task);
            }

            return started;
        }
        catch (AwsError refusal)
        {
            service.Events.CannotLaunch(refusal.Message);
            deployment.NoteFailure(now);
            return [];
        }
    }

    /// <summary>The first task of a deployment decides which digests its image tags stand for, unless a container turns that off.</summary>
    private void ResolveImages(Deployment deployment)
    {
        foreach (var image in deployment.Revision.Images.Where(image => image.Digest is null))
        {
            if (deployment.Definition.Containers.First(container => container.Name == image.Container).PinsImage)
            {
                image.Digest = _dependencies.Images.Digest(image.Image);
            }
        }
    }

    private TaskRequest Request(ServiceRecord service, Deployment deployment, TaskPlacement placement) => new()
    {
        Cluster = service.Cluster,
        Definition = deployment.Definition,
        Placement = placement,
        Group = "service:" + service.Name,
        Tags = Tags(service, deployment),
        PlatformVersion = deployment.Revision.Workload.PlatformVersion ?? "1.4.0",
        CapacityProviders = [],
        StartedBy = deployment.Id,
        EnableExecuteCommand = service.Settings.EnableExecuteCommand,
        Digests = deployment.Revision.Digests(),
        Connect = ServiceDiscoveryRules.Connect(deployment.Revision.Workload.Carried),
    };

    private List<EcsTag> Tags(ServiceRecord service, Deployment deployment)
    {
        var tags = service.Settings.PropagateTags switch
        {
            "SERVICE" => service.Tags.ToList(),
            "TASK_DEFINITION" => _definitions.Find(deployment.Definition.Arn)?.Tags.ToList() ?? [],
            _ => [],
        };
        if (service.Settings.EnableEcsManagedTags)
        {
            tags.Add(new EcsTag("aws:ecs:clusterName", service.Cluster));
            tags.Add(new EcsTag("aws:ecs:serviceName", service.Name));
        }

        return tags;
    }

    /// <summary>The providers of the next tasks: those that the strategy wants for all tasks, without those of the tasks that exist.</summary>
    private static IReadOnlyList<string?> Providers(ServiceRecord service, Deployment deployment, int count)
    {
        var present = service.TasksOf(deployment).Where(task => !task.IsStopping).Select(task => task.Task.CapacityProvider).ToList();
        var wanted = CapacityStrategy.Spread(deployment.Revision.Workload.CapacityProviders, present.Count + count).ToList();
        foreach (var provider in present)
        {
            wanted.Remove(provider);
        }

        return wanted.Take(count).ToList();
    }

    /// <summary>The subnet whose zone has the fewest tasks of the service.</summary>
    private static TaskPlacement Emptiest(ServiceRecord service, IReadOnlyList<TaskPlacement> placements)
    {
        var zones = service.Tasks.Where(task => !task.IsStopping).Select(task => task.Task.AvailabilityZone).ToList();
        return placements.OrderBy(place => zones.Count(zone => zone == place.AvailabilityZone)).First();
    }
}
