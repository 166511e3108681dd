using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>Builds additional containers for a task definition.</summary>
public static class FargateContainers
{
    // Partition in the ARNs of files in S3. A definition for another partition uses complete ARNs.
    private const string Partition = "aws";

    /// <summary>Builds a container. Registers nothing.</summary>
    /// <param name="request">The requested container.</param>
    /// <exception cref="EcsToolsException">The request is invalid.</exception>
    public static FargateContainerDefinition Make(SidecarRequest request)
    {
        EcsNameRules.Name(request.Name, "Name");
        TaskDefinitionChecks.Container(request);
        if (request.ImageUri is null)
        {
            throw new EcsToolsException(ErrorCodes.InvalidImageUri, $"Container '{request.Name}' has no image.",
                "Give its image with -ImageUri.", "ImageUri");
        }

        var container = new JsonObject { ["name"] = request.Name, ["essential"] = request.Essential };
        var volumes = new JsonArray();
        ContainerDocument.Apply(request, container, volumes, Partition);
        if (request.LogRouter is { } router)
        {
            container["firelensConfiguration"] = new JsonObject { ["type"] = router.ToLowerInvariant() };
        }

        if (request.LogDriver is not null || request.LogOptions is not null)
        {
            // The log group and region are the task's. They are filled in when the task definition is registered.
            ContainerLogs.Apply(container, request.LogDriver, request.LogOptions, () => new JsonObject { ["logDriver"] = "awslogs" });
        }

        return new FargateContainerDefinition
        {
            Name = request.Name,
            Image = request.ImageUri,
            Essential = request.Essential,
            Ports = (request.Ports ?? []).Select(port => port.ToString()).ToList(),
            DependsOn = (request.DependsOn ?? []).Select(dependency => $"{dependency.Container}:{dependency.Condition}").ToList(),
            NoLog = request.NoLog,
            Json = container.ToJsonString(TaskDefinitionMapper.Indented),
            VolumesJson = volumes.ToJsonString(TaskDefinitionMapper.Indented),
        };
    }

    /// <summary>Adds a container to a definition, or replaces the one with the same name.</summary>
    internal static void Add(FargateContainerDefinition sidecar, JsonArray containers, JsonArray volumes)
    {
        if (containers.FirstOrDefault(candidate => TaskDefinitionDocument.Text(candidate?["name"]) == sidecar.Name) is { } known)
        {
            containers.Remove(known);
        }

        containers.Add(JsonNode.Parse(sidecar.Json)
            ?? throw new ArgumentException($"The container {sidecar.Name} has no definition.", nameof(sidecar)));
        foreach (var volume in (JsonNode.Parse(sidecar.VolumesJson) as JsonArray ?? new JsonArray()).OfType<JsonObject>().ToList())
        {
            ContainerDocument.AddVolume(volumes, (JsonObject)volume.DeepClone());
        }
    }
}
