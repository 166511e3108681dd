using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Refuses what ECS refuses in the volumes that a task or service configures when it starts.</summary>
internal static class LaunchVolumes
{
    private static readonly string[] TypesWithOperations = ["io1", "io2", "gp3"];

    public static void Check(IReadOnlyList<JsonObject> configurations, TaskDefinition definition)
    {
        if (configurations.Count > 1)
        {
            throw EcsErrors.InvalidParameter("volumeConfigurations can have at most 1 items.");
        }

        foreach (var configuration in configurations)
        {
            var name = configuration.Text("name");
            if (definition.Registered.Objects("volumes").FirstOrDefault(volume => volume.Text("name") == name) is not { } volume)
            {
                throw EcsErrors.InvalidParameter($"The volume name '{name}' in your request does not have a matching volume in your Task Definition.");
            }

            if (volume.Flag("configuredAtLaunch") != true)
            {
                throw EcsErrors.InvalidParameter($"The volume '{name}' is not configured at launch in your Task Definition.");
            }

            if (configuration.Object("managedEBSVolume") is { } managed)
            {
                CheckManaged(managed);
            }
        }
    }

    private static void CheckManaged(JsonObject volume)
    {
        var type = volume.Text("volumeType") ?? "gp3";
        string? fault = null;
        if (volume.Integer("sizeInGiB") is null && volume.Text("snapshotId") is null)
        {
            fault = "MissingParameter: The request must contain the parameter size/snapshot";
        }
        else if (volume.Integer("iops") is not null && !TypesWithOperations.Contains(type))
        {
            fault = $"InvalidParameterCombination: The parameter iops is not supported for {type} volumes.";
        }
        else if (volume.Integer("throughput") is not null && type != "gp3")
        {
            fault = $"InvalidParameterCombination: The parameter throughput is not supported for {type} volumes.";
        }

        if (fault is not null)
        {
            throw EcsErrors.InvalidParameter($"ECS managed EBS volume configuration was invalid. {fault}");
        }
    }
}
