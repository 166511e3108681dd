using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>What ECS refuses in CreateService and UpdateService, and what it makes of what it accepts.</summary>
internal sealed class ServiceRules
{
    private static readonly Regex Token = new("^[!-~]{1,36}$", RegexOptions.CultureInvariant);

    /// <summary>Members kept as they are given.</summary>
    private static readonly string[] Plain =
    [
        "serviceRegistries", "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
    ];

    private readonly TaskDefinitions _definitions;
    private readonly RunTaskRules _tasks;
    private readonly LoadBalancerRules _balancers;
    private readonly EcsNames _names;
    private readonly EcsNeighbours _neighbours;

    public ServiceRules(
        EcsNames names, EcsNeighbours neighbours, TaskDefinitions definitions, RunTaskRules tasks, LoadBalancerRules balancers)
    {
        _names = names;
        _neighbours = neighbours;
        _definitions = definitions;
        _tasks = tasks;
        _balancers = balancers;
    }

    /// <summary>What stands of a request before anything is looked up.</summary>
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

    /// <summary>The settings of a service, from a whole request: a new one's, or an existing one's with the changes asked for.</summary>
    /// <param name="input">Members of CreateService.</param>
    /// <param name="cluster">The cluster it is in.</param>
    /// <param name="definition">Its task definition.</param>
    public JsonObject Settings(JsonObject input, JsonObject cluster, JsonObject definition)
    {
        CheckScheduling(input);
        var settings = new JsonObject
        {
            ["taskDefinition"] = definition.Text("taskDefinitionArn"),
            ["desiredCount"] = Desired(input),
            ["schedulingStrategy"] = "REPLICA",
            ["deploymentController"] = new JsonObject { ["type"] = "ECS" },
            ["enableECSManagedTags"] = input.Flag("enableECSManagedTags") == true,
            ["propagateTags"] = input.Text("propagateTags") ?? "NONE",
            ["enableExecuteCommand"] = input.Flag("enableExecuteCommand") == true,
            ["placementConstraints"] = new JsonArray(),
            ["placementStrategy"] = new JsonArray(),
        };
        if (settings.Flag("enableExecuteCommand") == true && string.IsNullOrEmpty(definition.Text("taskRoleArn")))
        {
            throw EcsErrors.InvalidParameter(
                "The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task role in your task "
                + "definition and try again.");
        }

        var fargate = SetCapacity(settings, input, cluster);
        CheckPlacement(input, definition, fargate);
        SetPlatform(settings, input, fargate);
        SetNetwork(settings, input, definition);
        var configuration = DeploymentRules.Configuration(input.Object("deploymentConfiguration") ?? []);
        settings["deploymentConfiguration"] = configuration;
        settings["availabilityZoneRebalancing"] = Rebalancing(input, configuration);
        settings["loadBalancers"] = _balancers.Check(input, configuration, definition);
        SetGracePeriod(settings, input);
        foreach (var member in Plain)
        {
            if (input[member] is { } value)
            {
                settings[member] = value.DeepClone();
            }
        }

        settings["serviceRegistries"] ??= new JsonArray();
        return settings;
    }

    /// <summary>The task definition to run: one that is there, active and that the caller may have run.</summary>
    public TaskDefinitionRecord Definition(JsonObject input, SandboxPrincipal caller)
    {
        if (input.Text("taskDefinition") is not { Length: > 0 } identifier)
        {
            throw EcsErrors.InvalidParameter("TaskDefinition can not be blank.");
        }

        var record = _definitions.ToRun(identifier);
        foreach (var role in new[] { record.Wire.Text("executionRoleArn"), record.Wire.Text("taskRoleArn") }.OfType<string>())
        {
            _neighbours.RequirePassRole(caller, role);
        }

        return record;
    }

    /// <summary>The name of a service given by name or ARN; an ARN must be of the same cluster.</summary>
    public string Name(string identifier, string cluster)
    {
        if (!identifier.StartsWith("arn:", StringComparison.Ordinal))
        {
            return identifier;
        }

        if (_names.Resource(identifier) is not { Kind: "service" } resource)
        {
            throw EcsErrors.InvalidParameter("Invalid identifier: " + identifier);
        }

        var parts = resource.Path.Split('/');
        return parts.Length == 1 || parts[0] == cluster
            ? parts[parts.Length - 1]
            : throw EcsErrors.InvalidParameter($"Invalid identifier: Identifier is for {parts[0]}. Your cluster is {cluster}");
    }

    private static void CheckScheduling(JsonObject input)
    {
        if (input.Text("schedulingStrategy") == "DAEMON")
        {
            throw EcsErrors.InvalidParameter("The daemon scheduling strategy is not supported with the FARGATE launch type.");
        }

        if (input.Object("deploymentController")?.Text("type") is { } controller and not "ECS")
        {
            throw new AwsError(
                "UnsupportedFeatureException", $"The deployment controller {controller} is not served by the sandbox. Use ECS.");
        }
    }

    private static long Desired(JsonObject input) => input.Integer("desiredCount") switch
    {
        null => throw EcsErrors.InvalidParameter("desiredCount is required for the REPLICA scheduling strategy."),
        < 0 => throw EcsErrors.InvalidParameter("desiredCount must be 0 or more."),
        > 5000 => throw EcsErrors.InvalidParameter("desiredCount exceeds the quota of 5000 tasks for a service."),
        { } count => count,
    };

    /// <summary>Sets launch type or strategy, and says whether the tasks are Fargate's.</summary>
    private static bool SetCapacity(JsonObject settings, JsonObject input, JsonObject cluster)
    {
        var strategy = input.Objects("capacityProviderStrategy");
        var launchType = input.Text("launchType");
        if (strategy.Count > 0 && launchType is not null)
        {
            throw EcsErrors.InvalidParameter(
                "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.");
        }

        if (launchType == "MANAGED_INSTANCES")
        {
            throw EcsErrors.InvalidParameter("To use Amazon ECS Managed Instances, specify a capacityProviderStrategy and no launchType.");
        }

        Clusters.CheckStrategy(strategy, cluster.Texts("capacityProviders"));
        if (strategy.Count == 0 && launchType is null)
        {
            strategy = cluster.Objects("defaultCapacityProviderStrategy");
        }

        if (strategy.Count > 0)
        {
            settings["capacityProviderStrategy"] = Clusters.Strategy(strategy);
            return true;
        }

        settings["launchType"] = launchType ?? "EC2";
        return launchType == "FARGATE";
    }

    private static void CheckPlacement(JsonObject input, JsonObject definition, bool fargate)
    {
        if (!fargate)
        {
            return;
        }

        if (!definition.Texts("compatibilities").Contains("FARGATE"))
        {
            throw EcsErrors.InvalidParameter("Task definition does not support launch_type FARGATE.");
        }

        if (input.Objects("placementConstraints").Count > 0)
        {
            throw EcsErrors.InvalidParameter("Placement constraints are not supported with FARGATE launch type.");
        }

        if (input.Objects("placementStrategy").Count > 0)
        {
            throw EcsErrors.InvalidParameter("Placement strategies are not supported with FARGATE launch type.");
        }
    }

    private static void SetPlatform(JsonObject settings, JsonObject input, bool fargate)
    {
        var version = input.Text("platformVersion");
        if (fargate)
        {
            _ = RunTaskRules.PlatformVersion(input);
            settings["platformVersion"] = string.IsNullOrEmpty(version) ? "LATEST" : version;
            settings["platformFamily"] = "Linux";
        }
        else if (!string.IsNullOrEmpty(version))
        {
            throw EcsErrors.InvalidParameter("The platform version must be null when specifying an EC2 launch type.");
        }
    }

    private void SetNetwork(JsonObject settings, JsonObject input, JsonObject definition)
    {
        var given = input.Object("networkConfiguration")?.Object("awsvpcConfiguration");
        if (definition.Text("networkMode") != "awsvpc")
        {
            if (given is not null)
            {
                throw EcsErrors.InvalidParameter("Network Configuration is not valid for the given networkMode of this task definition.");
            }

            return;
        }

        _ = _tasks.Placements(input);
        settings["networkConfiguration"] = new JsonObject
        {
            ["awsvpcConfiguration"] = new JsonObject
            {
                ["subnets"] = given!.Texts("subnets").ToJson(),
                ["securityGroups"] = given!.Texts("securityGroups").ToJson(),
                ["assignPublicIp"] = given!.Text("assignPublicIp") ?? "DISABLED",
            },
        };
    }

    /// <summary>Zones are rebalanced unless that is turned off, or there is no room to start a task before another is stopped.</summary>
    private static string Rebalancing(JsonObject input, JsonObject configuration)
    {
        var room = configuration.Integer("maximumPercent") > 100;
        return input.Text("availabilityZoneRebalancing") switch
        {
            "ENABLED" when !room => throw EcsErrors.InvalidParameter(
                "availabilityZoneRebalancing does not support a maximumPercent of 100 or less."),
            null => room ? "ENABLED" : "DISABLED",
            var asked => asked,
        };
    }

    private static void SetGracePeriod(JsonObject settings, JsonObject input)
    {
        if (input.Integer("healthCheckGracePeriodSeconds") is { } seconds)
        {
            settings["healthCheckGracePeriodSeconds"] = seconds >= 0
                ? seconds
                : throw EcsErrors.InvalidParameter("healthCheckGracePeriodSeconds must be between 0 and 2147483647.");
        }
    }
}
