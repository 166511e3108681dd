using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Refuses what ECS refuses in CreateService and UpdateService, and makes settings from the rest.</summary>
internal sealed class ServiceRules
{
    private static readonly Regex Token = new(@"\A[!-~]{1,36}\z", RegexOptions.CultureInvariant);

    private readonly TaskDefinitionStore _definitions;
    private readonly LoadBalancerRules _balancers;
    private readonly EcsNames _names;
    private readonly EcsDependencies _dependencies;

    public ServiceRules(
        EcsNames names, EcsDependencies dependencies, TaskDefinitionStore definitions, LoadBalancerRules balancers)
    {
        _names = names;
        _dependencies = dependencies;
        _definitions = definitions;
        _balancers = balancers;
    }

    /// <summary>Checks the members that need no look-up.</summary>
    public static void CheckForm(JsonObject input)
    {
        if (!EcsNames.IsName(input.Text("serviceName")!))
        {
            throw EcsErrors.InvalidParameter(
                "Service name must be 1 to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens.");
        }

        if (input.Text("clientToken") is { } token && !Token.IsMatch(token))
        {
            throw EcsErrors.InvalidParameter("clientToken can have at most 36 ASCII characters in the range of 33-126.");
        }

        if (!string.IsNullOrEmpty(input.Text("role")))
        {
            throw EcsErrors.InvalidParameter("You cannot specify an IAM role for services that require a service linked role.");
        }
    }

    /// <summary>The settings of a service, from a whole request.</summary>
    /// <param name="request">The request of CreateService, or of UpdateService with the known settings filled in.</param>
    /// <param name="cluster">The cluster of the service.</param>
    /// <param name="definition">The task definition.</param>
    public ServiceSettings Settings(ServiceRequest request, Cluster cluster, TaskDefinition definition)
    {
        CheckScheduling(request);
        var desired = Desired(request);
        if (request.EnableExecuteCommand == true && string.IsNullOrEmpty(definition.TaskRoleArn))
        {
            throw EcsErrors.InvalidParameter(
                "The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task role in your task "
                + "definition and try again.");
        }

        var strategy = Capacity(request, cluster);
        var isFargate = strategy.Count > 0 || request.LaunchType == "FARGATE";
        CheckPlacement(request, definition, isFargate);
        var platform = Platform(request, isFargate);
        var network = Network(request, definition);
        var deployment = DeploymentRules.Check(request.Deployment);
        var rebalancing = Rebalancing(request, deployment);
        ServiceDiscoveryRules.Check(request, cluster, definition);
        LaunchVolumes.Check(request.Carried.Objects("volumeConfigurations"), definition);
        var balancers = _balancers.Check(request, deployment.Strategy, definition);
        if (request.GracePeriodSeconds < 0)
        {
            throw EcsErrors.InvalidParameter("healthCheckGracePeriodSeconds must be between 0 and 2147483647.");
        }

        return new ServiceSettings
        {
            Workload = new Workload
            {
                TaskDefinition = definition.Arn,
                LaunchType = strategy.Count > 0 ? null : request.LaunchType ?? "EC2",
                CapacityProviders = strategy,
                PlatformVersion = platform,
                Network = network,
                LoadBalancers = balancers,
                Carried = Carried(request),
            },
            Desired = desired,
            Deployment = deployment,
            EnableEcsManagedTags = request.EnableEcsManagedTags == true,
            PropagateTags = request.PropagateTags ?? "NONE",
            EnableExecuteCommand = request.EnableExecuteCommand == true,
            ZoneRebalancing = rebalancing,
            GracePeriodSeconds = request.GracePeriodSeconds,
        };
    }

    /// <summary>The task definition of a request: it must exist and be active, and the caller must be allowed to pass its roles.</summary>
    public TaskDefinition Definition(JsonObject input, SandboxPrincipal caller)
    {
        if (input.Text("taskDefinition") is not { Length: > 0 } identifier)
        {
            throw EcsErrors.InvalidParameter("TaskDefinition can not be blank.");
        }

        var definition = _definitions.ToRun(identifier);
        foreach (var role in definition.Roles)
        {
            _dependencies.Roles.RequirePassRole(caller, role);
        }

        return definition;
    }

    private static void CheckScheduling(ServiceRequest request)
    {
        if (request.SchedulingStrategy == "DAEMON")
        {
            if (request.DesiredCount is not null)
            {
                throw EcsErrors.InvalidParameter("The daemon scheduling strategy does not support a desired count for services.");
            }

            if (request.ZoneRebalancing == "ENABLED")
            {
                throw EcsErrors.InvalidParameter("Availability Zone Rebalancing does not support DAEMON services.");
            }

            throw EcsErrors.InvalidParameter("The daemon scheduling strategy is not supported with the FARGATE launch type.");
        }

        if (request.DeploymentController is { } controller and not "ECS")
        {
            throw new AwsError(
                "UnsupportedFeatureException", $"The deployment controller {controller} is not served by the sandbox. Use ECS.");
        }
    }

    private static int Desired(ServiceRequest request) => request.DesiredCount switch
    {
        null => throw EcsErrors.InvalidParameter("desiredCount is required for the REPLICA scheduling strategy."),
        < 0 => throw EcsErrors.InvalidParameter("desiredCount must be 0 or more."),
        > 5000 => throw EcsErrors.InvalidParameter("desiredCount exceeds the quota of 5000 tasks for a service."),
        { } count => (int)count,
    };

    /// <summary>The capacity provider strategy of the request or the cluster; empty if there is a launch type.</summary>
    private static IReadOnlyList<CapacityProviderItem> Capacity(ServiceRequest request, Cluster cluster)
    {
        var strategy = request.CapacityProviders ?? [];
        if (strategy.Count > 0 && request.LaunchType is not null)
        {
            throw EcsErrors.InvalidParameter(
                "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.");
        }

        if (request.LaunchType == "MANAGED_INSTANCES")
        {
            throw EcsErrors.InvalidParameter("To use Amazon ECS Managed Instances, specify a capacityProviderStrategy and no launchType.");
        }

        CapacityStrategy.Check(strategy, cluster.CapacityProviders);
        return strategy.Count == 0 && request.LaunchType is null ? cluster.DefaultStrategy : strategy;
    }

    private static void CheckPlacement(ServiceRequest request, TaskDefinition definition, bool isFargate)
    {
        if (!isFargate)
        {
            return;
        }

        if (!definition.RunsOnFargate)
        {
            throw EcsErrors.InvalidParameter("Task definition does not support launch_type FARGATE.");
        }

        PlacementRules.RequireNone(request.PlacementConstraints, request.PlacementStrategy);
    }

    private static string? Platform(ServiceRequest request, bool isFargate)
    {
        var isGiven = !string.IsNullOrEmpty(request.PlatformVersion);
        if (isFargate)
        {
            _ = RunTaskRules.PlatformVersion(request.PlatformVersion);
            return isGiven ? request.PlatformVersion : "LATEST";
        }

        return isGiven
            ? throw EcsErrors.InvalidParameter("The platform version must be null when specifying an EC2 launch type.")
            : null;
    }

    private AwsvpcConfiguration? Network(ServiceRequest request, TaskDefinition definition)
    {
        if (definition.NetworkMode == "awsvpc")
        {
            _ = _dependencies.Network.Placements(request.Network);
            return request.Network;
        }

        return request.Network is null
            ? null
            : throw EcsErrors.InvalidParameter("Network Configuration is not valid for the given networkMode of this task definition.");
    }

    /// <summary>Zones are rebalanced unless that is turned off, or there is no room to start a task before another stops.</summary>
    private static string Rebalancing(ServiceRequest request, DeploymentConfiguration deployment)
    {
        var hasRoom = deployment.MaximumPercent > 100;
        return request.ZoneRebalancing switch
        {
            "ENABLED" when !hasRoom => throw EcsErrors.InvalidParameter(
                "availabilityZoneRebalancing does not support a maximumPercent of 100 or less."),
            null => hasRoom ? "ENABLED" : "DISABLED",
            var given => given,
        };
    }

    /// <summary>The members that are only kept. Service registries are always shown.</summary>
    private static JsonObject Carried(ServiceRequest request)
    {
        var carried = request.Carried.Copy();
        carried["serviceRegistries"] ??= new JsonArray();
        return carried;
    }
}
