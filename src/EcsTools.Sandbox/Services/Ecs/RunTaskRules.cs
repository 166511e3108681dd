using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>What ECS refuses in a RunTask, in the order it looks.</summary>
internal sealed class RunTaskRules
{
    private static readonly Regex Text128 = new("^[a-zA-Z0-9_/.:@=+-]{1,128}$", RegexOptions.CultureInvariant);

    private readonly EcsState _state;
    private readonly TaskDefinitions _definitions;
    private readonly EcsNeighbours _neighbours;

    public RunTaskRules(EcsState state, TaskDefinitions definitions, EcsNeighbours neighbours)
    {
        _state = state;
        _definitions = definitions;
        _neighbours = neighbours;
    }

    /// <summary>The request, checked. The caller holds the lock of the state.</summary>
    public TaskRequest Check(JsonObject input, SandboxPrincipal caller)
    {
        var cluster = _state.ActiveCluster(input.Text("cluster"));
        var count = input.Integer("count") ?? 1;
        if (count is < 1 or > 10)
        {
            throw EcsErrors.InvalidParameter("count must be between 1 and 10.");
        }

        var strategy = Strategy(input, cluster);
        var record = _definitions.ToRun(input.Text("taskDefinition")!);
        if (!record.Wire.Texts("compatibilities").Contains("FARGATE"))
        {
            throw EcsErrors.InvalidParameter("Task definition does not support launch_type FARGATE.");
        }

        var placement = Placements(input)[0];
        var overrides = input.Object("overrides") ?? [];
        CheckOverrides(overrides, record.Wire);
        CheckTexts(input);
        CheckExec(input, overrides, record.Wire);
        var request = new TaskRequest
        {
            Cluster = cluster.Text("clusterName")!,
            Definition = record.Wire.Copy(),
            Overrides = overrides.Copy(),
            Placement = placement,
            Group = input.Text("group") ?? "family:" + record.Family,
            Tags = Tags(input, record, cluster.Text("clusterName")!),
            PlatformVersion = PlatformVersion(input),
            CapacityProviders = CapacityStrategy.Spread(strategy, (int)count),
            EphemeralStorage = (overrides.Object("ephemeralStorage") ?? record.Wire.Object("ephemeralStorage"))?.Integer("sizeInGiB") ?? 20,
            StartedBy = input.Text("startedBy"),
            EnableExecuteCommand = input.Flag("enableExecuteCommand") == true,
        };
        CheckRoles(overrides, record.Wire, caller);
        return request;
    }

    /// <summary>The strategy asked for or the cluster's own; none for the launch type FARGATE.</summary>
    private static IReadOnlyList<JsonObject> Strategy(JsonObject input, JsonObject cluster)
    {
        var strategy = input.Objects("capacityProviderStrategy");
        var launchType = input.Text("launchType");
        if (strategy.Count > 0 && launchType is not null)
        {
            throw EcsErrors.InvalidParameter(
                "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.");
        }

        Clusters.CheckStrategy(strategy, cluster.Texts("capacityProviders"));
        if (strategy.Count == 0 && launchType is null)
        {
            strategy = cluster.Objects("defaultCapacityProviderStrategy");
        }

        // Without either, ECS takes EC2; and no cluster of the sandbox has an instance.
        return strategy.Count > 0 || launchType == "FARGATE"
            ? strategy
            : throw EcsErrors.InvalidParameter("No Container Instances were found in your cluster.");
    }

    /// <summary>Where the tasks of a network configuration may be: one place for each of its subnets.</summary>
    public IReadOnlyList<TaskPlacement> Placements(JsonObject input)
    {
        if (input.Object("networkConfiguration")?.Object("awsvpcConfiguration") is not { } network)
        {
            throw EcsErrors.InvalidParameter("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }

        var subnets = network.Texts("subnets");
        var groups = network.Texts("securityGroups");
        RequireCount("subnets", subnets, 16);
        RequireCount("securityGroups", groups, 5);
        if (subnets.Count == 0)
        {
            throw EcsErrors.InvalidParameter("subnets can not be empty.");
        }

        var places = subnets.Select(id => _neighbours.Subnet(id) ?? throw EcsErrors.InvalidParameter(
            $"Error retrieving subnet information for [{string.Join(", ", subnets)}]: The subnet ID '{id}' does not exist "
            + "(ErrorCode: InvalidSubnetID.NotFound)")).ToList();
        if (places.Select(place => place.VpcId).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            throw EcsErrors.InvalidParameter("Subnets should belong to the same VPC.");
        }

        foreach (var id in groups)
        {
            var vpc = _neighbours.SecurityGroupVpc(id) ?? throw EcsErrors.InvalidParameter(
                $"Error retrieving security group information for [{string.Join(", ", groups)}]: The security group '{id}' does not exist "
                + "(ErrorCode: InvalidGroup.NotFound)");
            if (vpc != places[0].VpcId)
            {
                throw EcsErrors.InvalidParameter($"Security group {id} does not appear to belong to the same VPC as the input subnets.");
            }
        }

        var assigned = network.Text("assignPublicIp") == "ENABLED";
        return subnets.Select((id, index) => new TaskPlacement(id, places[index].AvailabilityZone, groups, assigned)).ToList();
    }

    private static void RequireCount(string member, IReadOnlyList<string> items, int most)
    {
        if (items.Count > most)
        {
            throw EcsErrors.InvalidParameter(FormattableString.Invariant($"{member} can have at most {most} items."));
        }
    }

    private static void CheckOverrides(JsonObject overrides, JsonObject definition)
    {
        if (overrides.ToJsonString().Length > 8192)
        {
            throw EcsErrors.InvalidParameter("Container Overrides length must be at most 8192");
        }

        var names = definition.Objects("containerDefinitions").Select(container => container.Text("name")).ToList();
        if (overrides.Objects("containerOverrides").FirstOrDefault(item => !names.Contains(item.Text("name"))) is { } unknown)
        {
            throw EcsErrors.InvalidParameter($"Override for container named {unknown.Text("name")} is not a container in the "
                + "TaskDefinition.");
        }

        FargateSize.Require(
            FargateSize.CpuUnits(overrides.Text("cpu") ?? definition.Text("cpu")!),
            FargateSize.MemoryMiB(overrides.Text("memory") ?? definition.Text("memory")!));
        if (overrides.Object("ephemeralStorage")?.Integer("sizeInGiB") is < 21 or > 200)
        {
            throw EcsErrors.InvalidParameter("ephemeralStorage.sizeInGiB must be between 21 and 200.");
        }
    }

    /// <summary>The agent that runs commands works with the task's own role.</summary>
    private static void CheckExec(JsonObject input, JsonObject overrides, JsonObject definition)
    {
        if (input.Flag("enableExecuteCommand") == true
            && string.IsNullOrEmpty(overrides.Text("taskRoleArn") ?? definition.Text("taskRoleArn")))
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
                throw EcsErrors.InvalidParameter($"{member} contains invalid characters or is longer than 128.");
            }
        }

        if (input.Text("clientToken") is { Length: > 64 })
        {
            throw EcsErrors.InvalidParameter("clientToken can have at most 64 characters.");
        }
    }

    private static JsonArray Tags(JsonObject input, TaskDefinitionRecord record, string cluster)
    {
        var tags = EcsTags.Checked(input);
        if (input.Text("propagateTags") == "SERVICE")
        {
            throw EcsErrors.InvalidParameter("propagateTags SERVICE is not valid for a task that no service starts.");
        }

        tags = input.Text("propagateTags") == "TASK_DEFINITION" ? EcsTags.Merge(record.Tags, tags) : tags;
        if (input.Flag("enableECSManagedTags") == true)
        {
            tags.Add(new JsonObject { ["key"] = "aws:ecs:clusterName", ["value"] = cluster });
        }

        return tags;
    }

    public static string PlatformVersion(JsonObject input) => input.Text("platformVersion") switch
    {
        null or "" or "LATEST" or "1.4.0" => "1.4.0",
        "1.3.0" => "1.3.0",
        var other => throw new AwsError("PlatformUnknownException", $"The specified platform version does not exist: {other}."),
    };

    private void CheckRoles(JsonObject overrides, JsonObject definition, SandboxPrincipal caller)
    {
        foreach (var role in new[] { "executionRoleArn", "taskRoleArn" }
            .Select(member => overrides.Text(member) ?? definition.Text(member))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal))
        {
            _neighbours.RequirePassRole(caller, role);
            if (!_neighbours.CanBeAssumed(role))
            {
                throw EcsErrors.UnassumableRole(role);
            }
        }
    }
}
