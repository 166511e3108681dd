using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Reads RunTask requests, and refuses what ECS refuses, in the same order.</summary>
internal sealed class RunTaskRules
{
    private static readonly Regex Text128 = new(@"\A[a-zA-Z0-9_/.:@=+-]{1,128}\z", RegexOptions.CultureInvariant);

    private readonly ClusterStore _clusters;
    private readonly TaskDefinitionStore _definitions;
    private readonly EcsDependencies _dependencies;

    public RunTaskRules(ClusterStore clusters, TaskDefinitionStore definitions, EcsDependencies dependencies)
    {
        _clusters = clusters;
        _definitions = definitions;
        _dependencies = dependencies;
    }

    /// <summary>The request, checked. The caller holds the lock of ECS.</summary>
    public TaskRequest Check(JsonObject input, SandboxPrincipal caller)
    {
        var cluster = _clusters.Active(input.Text("cluster"));
        var count = input.Integer("count") ?? 1;
        if (count is < 1 or > 10)
        {
            throw EcsErrors.InvalidParameter("count must be between 1 and 10.");
        }

        var strategy = Strategy(input, cluster);
        PlacementRules.RequireNone(input.Objects("placementConstraints"), input.Objects("placementStrategy"));
        var definition = _definitions.ToRun(input.Text("taskDefinition")!);
        if (!definition.RunsOnFargate)
        {
            throw EcsErrors.InvalidParameter("Task definition does not support launch_type FARGATE.");
        }

        LaunchVolumes.Check(input.Objects("volumeConfigurations"), definition);
        var placement = _dependencies.Network.Placements(AwsvpcConfiguration.Read(input))[0];
        var overrides = TaskOverrides.Read(input.Object("overrides"));
        CheckOverrides(overrides, definition);
        CheckTexts(input);
        CheckExec(input, overrides, definition);
        var request = new TaskRequest
        {
            Cluster = cluster.Name,
            Definition = definition,
            Overrides = overrides,
            Placement = placement,
            Group = input.Text("group") ?? "family:" + definition.Family,
            Tags = Tags(input, definition, cluster.Name),
            PlatformVersion = PlatformVersion(input.Text("platformVersion")),
            CapacityProviders = CapacityStrategy.Spread(strategy, (int)count),
            StartedBy = input.Text("startedBy"),
            EnableExecuteCommand = input.Flag("enableExecuteCommand") == true,
        };
        CheckRoles(overrides, definition, caller);
        return request;
    }

    /// <summary>The platform version that LATEST or an empty version stands for.</summary>
    public static string PlatformVersion(string? version) => version switch
    {
        null or "" or "LATEST" or "1.4.0" => "1.4.0",
        "1.3.0" => "1.3.0",
        var other => throw new AwsError("PlatformUnknownException", $"The specified platform version does not exist: {other}."),
    };

    /// <summary>The strategy of the request or the cluster; empty for the launch type FARGATE.</summary>
    private static IReadOnlyList<CapacityProviderItem> Strategy(JsonObject input, Cluster cluster)
    {
        var strategy = CapacityStrategy.Read(input, "capacityProviderStrategy");
        var launchType = input.Text("launchType");
        if (strategy.Count > 0 && launchType is not null)
        {
            throw EcsErrors.InvalidParameter(
                "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.");
        }

        CapacityStrategy.Check(strategy, cluster.CapacityProviders);
        if (strategy.Count == 0 && launchType is null)
        {
            strategy = cluster.DefaultStrategy;
        }

        // Without a strategy and a launch type ECS uses EC2, and no cluster of the sandbox has an instance.
        return strategy.Count > 0 || launchType == "FARGATE"
            ? strategy
            : throw EcsErrors.InvalidParameter("No Container Instances were found in your cluster.");
    }

    private static void CheckOverrides(TaskOverrides overrides, TaskDefinition definition)
    {
        if (overrides.Given.ToJsonString().Length > 8192)
        {
            throw EcsErrors.InvalidParameter("Container Overrides length must be at most 8192");
        }

        if (overrides.Containers.FirstOrDefault(item => definition.Containers.All(container => container.Name != item.Name)) is { } unknown)
        {
            throw EcsErrors.InvalidParameter($"Override for container named {unknown.Name} is not a container in the TaskDefinition.");
        }

        foreach (var container in overrides.Given.Objects("containerOverrides"))
        {
            EnvironmentRules.CheckFiles(container, EcsErrors.InvalidParameter);
        }

        FargateSize.Require(
            FargateSize.CpuUnits(overrides.Cpu ?? definition.Cpu!),
            FargateSize.MemoryMiB(overrides.Memory ?? definition.Memory!));
        if (overrides.EphemeralStorageGiB is < 21 or > 200)
        {
            throw EcsErrors.InvalidParameter("ephemeralStorage.sizeInGiB must be between 21 and 200.");
        }
    }

    /// <summary>The agent of ECS Exec uses the task role.</summary>
    private static void CheckExec(JsonObject input, TaskOverrides overrides, TaskDefinition definition)
    {
        if (input.Flag("enableExecuteCommand") == true && string.IsNullOrEmpty(overrides.TaskRoleArn ?? definition.TaskRoleArn))
        {
            throw EcsErrors.InvalidParameter(
                "The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition "
                + "or as a task override and try again.");
        }
    }

    private static void CheckTexts(JsonObject input)
    {
        foreach (var member in new[] { "startedBy", "group" })
        {
            if (input.Text(member) is { } text && !Text128.IsMatch(text))
            {
                throw EcsErrors.InvalidParameter(text.Length > 128 ? $"{member} longer than 128." : $"{member} contains invalid characters.");
            }
        }

        foreach (var (member, most) in new[] { ("clientToken", 64), ("referenceId", 1024) })
        {
            if (input.Text(member)?.Length > most)
            {
                throw EcsErrors.InvalidParameter(FormattableString.Invariant($"{member} longer than {most}."));
            }
        }
    }

    private static List<EcsTag> Tags(JsonObject input, TaskDefinition definition, string cluster)
    {
        var tags = TagRules.Check(input);
        if (input.Text("propagateTags") == "SERVICE")
        {
            throw EcsErrors.InvalidParameter("propagateTags SERVICE is not valid for a task that no service starts.");
        }

        tags = input.Text("propagateTags") == "TASK_DEFINITION" ? TagRules.Merge(definition.Tags, tags) : tags;
        if (input.Flag("enableECSManagedTags") == true)
        {
            tags.Add(new EcsTag("aws:ecs:clusterName", cluster));
        }

        return tags;
    }

    private void CheckRoles(TaskOverrides overrides, TaskDefinition definition, SandboxPrincipal caller)
    {
        string?[] roles = [overrides.ExecutionRoleArn ?? definition.ExecutionRoleArn, overrides.TaskRoleArn ?? definition.TaskRoleArn];
        foreach (var role in roles.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            _dependencies.Roles.RequirePassRole(caller, role);
            _dependencies.Roles.RequireAssumable(role);
        }
    }
}
