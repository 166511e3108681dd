using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>Starts tasks of a service, spread over its zones and capacity providers. Used under the lock of the state.</summary>
internal sealed class ServiceLauncher
{
    private readonly RunTaskRules _rules;
    private readonly EcsNeighbours _neighbours;
    private readonly EcsState _state;
    private readonly Func<TaskRequest, string?, EcsTask> _start;

    /// <param name="state">Where task definitions and their tags are kept.</param>
    /// <param name="rules">What makes a place of a network configuration.</param>
    /// <param name="neighbours">Who knows roles and images.</param>
    /// <param name="start">Starts a task on a capacity provider, or on Fargate itself.</param>
    public ServiceLauncher(EcsState state, RunTaskRules rules, EcsNeighbours neighbours, Func<TaskRequest, string?, EcsTask> start)
    {
        _state = state;
        _rules = rules;
        _neighbours = neighbours;
        _start = start;
    }

    /// <summary>Starts so many tasks; none where they cannot be placed, which the service's events then tell.</summary>
    public IReadOnlyList<ServiceTask> Start(ServiceRecord service, Deployment deployment, int count, DateTimeOffset now)
    {
        if (deployment.Revision.Text("launchType") is "EC2" or "EXTERNAL")
        {
            service.Events.NoInstances();
            return [];
        }

        try
        {
            RequireRoles(deployment.Definition);
            ResolveImages(deployment);
            var placements = _rules.Placements(deployment.Revision);
            var request = Request(service, deployment, placements[0]);
            var started = new List<ServiceTask>();
            foreach (var provider in Providers(service, deployment, count))
            {
                started.Add(Start(service, deployment, request with { Placement = Emptiest(service, placements) }, provider));
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

    private ServiceTask Start(ServiceRecord service, Deployment deployment, TaskRequest request, string? provider)
    {
        var task = new ServiceTask(_start(request, provider), deployment);
        service.Tasks.Add(task);
        return task;
    }

    private void RequireRoles(JsonObject definition)
    {
        foreach (var role in new[] { definition.Text("executionRoleArn"), definition.Text("taskRoleArn") }.OfType<string>())
        {
            if (!_neighbours.CanBeAssumed(role))
            {
                throw EcsErrors.UnassumableRole(role);
            }
        }
    }

    /// <summary>The first task of a deployment fixes what its tags stand for; a container may have that turned off.</summary>
    private void ResolveImages(Deployment deployment)
    {
        var containers = deployment.Definition.Objects("containerDefinitions")
            .ToDictionary(container => container.Text("name")!, StringComparer.Ordinal);
        foreach (var image in deployment.Revision.Objects("containerImages"))
        {
            if (image.Text("imageDigest") is null
                && containers[image.Text("containerName")!].Text("versionConsistency") != "disabled"
                && _neighbours.Digest(image.Text("image")!) is { } digest)
            {
                image["imageDigest"] = digest;
            }
        }
    }

    private TaskRequest Request(ServiceRecord service, Deployment deployment, TaskPlacement placement) => new()
    {
        Cluster = service.Cluster,
        Definition = deployment.Definition,
        Overrides = [],
        Placement = placement,
        Group = "service:" + service.Name,
        Tags = Tags(service, deployment),
        PlatformVersion = deployment.Revision.Text("platformVersion") ?? "1.4.0",
        CapacityProviders = [],
        EphemeralStorage = deployment.Definition.Object("ephemeralStorage")?.Integer("sizeInGiB") ?? 20,
        StartedBy = deployment.Id,
        EnableExecuteCommand = service.Settings.Flag("enableExecuteCommand") == true,
        Digests = deployment.Digests(),
    };

    private JsonArray Tags(ServiceRecord service, Deployment deployment)
    {
        var tags = service.Settings.Text("propagateTags") switch
        {
            "SERVICE" => service.Settings["tags"]!.AsArray().Copy(),
            "TASK_DEFINITION" => _state.FindDefinition(deployment.Definition.Text("taskDefinitionArn")!)?.Tags.Copy() ?? [],
            _ => [],
        };
        if (service.Settings.Flag("enableECSManagedTags") == true)
        {
            tags.Add(new JsonObject { ["key"] = "aws:ecs:clusterName", ["value"] = service.Cluster });
            tags.Add(new JsonObject { ["key"] = "aws:ecs:serviceName", ["value"] = service.Name });
        }

        return tags;
    }

    /// <summary>The providers that the tasks the deployment has lack of those its strategy wants for all of them.</summary>
    private static IReadOnlyList<string?> Providers(ServiceRecord service, Deployment deployment, int count)
    {
        var there = service.TasksOf(deployment)
            .Where(task => !task.IsStopping)
            .Select(task => task.Task.Wire.Text("capacityProviderName"))
            .ToList();
        var wanted = CapacityStrategy.Spread(deployment.Revision.Objects("capacityProviderStrategy"), there.Count + count).ToList();
        foreach (var provider in there)
        {
            wanted.Remove(provider);
        }

        return wanted.Take(count).ToList();
    }

    /// <summary>The subnet whose zone has the fewest tasks of the service.</summary>
    private static TaskPlacement Emptiest(ServiceRecord service, IReadOnlyList<TaskPlacement> placements)
    {
        var zones = service.Tasks.Where(task => !task.IsStopping).Select(task => task.Task.Wire.Text("availabilityZone")).ToList();
        return placements.OrderBy(place => zones.Count(zone => zone == place.AvailabilityZone)).First();
    }
}
