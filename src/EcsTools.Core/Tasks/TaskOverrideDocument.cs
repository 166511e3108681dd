using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Amazon.ECS.Model;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Tasks;

/// <summary>Builds the overrides of a run and checks them against the definition.</summary>
internal static class TaskOverrideDocument
{
    // ECS limit for the overrides as JSON.
    private const int MaximumLength = 8192;

    /// <exception cref="EcsToolsException">The container or size does not exist, or the overrides are too long.</exception>
    public static TaskOverride? Build(TaskDefinition definition, StartTaskRequest request)
        => request.OverridesJson is { } json ? Read(json) : Build(definition, request.Overrides);

    /// <exception cref="EcsToolsException">The container or size does not exist, or the overrides are too long.</exception>
    public static TaskOverride? Build(TaskDefinition definition, TaskOverrides overrides)
    {
        if (overrides.IsEmpty)
        {
            return null;
        }

        var result = new TaskOverride();
        if (overrides.Cpu is not null || overrides.Memory is not null)
        {
            var (cpu, memory) = Size(definition, overrides);
            (result.Cpu, result.Memory) = (cpu.ToString(CultureInfo.InvariantCulture), memory.ToString(CultureInfo.InvariantCulture));
        }

        if (overrides.Command is not null || overrides.Environment is { Count: > 0 })
        {
            result.ContainerOverrides =
            [
                new ContainerOverride
                {
                    Name = Container(definition, overrides.Container).Name,
                    Command = overrides.Command?.ToList(),
                    Environment = overrides.Environment is { Count: > 0 } variables
                        ? variables.Select(
                            variable => new Amazon.ECS.Model.KeyValuePair { Name = variable.Key, Value = variable.Value }).ToList()
                        : null,
                },
            ];
        }

        var length = AwsModelJson.ToJson(result).ToJsonString().Length;
        return length <= MaximumLength
            ? result
            : throw new EcsToolsException(
                ErrorCodes.OverridesTooLong,
                $"The overrides have {length} characters, but ECS allows {MaximumLength}.",
                "Move long values into the image, a file in S3 or Parameter Store, or register them with Register-FargateTask -Environment.",
                "Environment");
    }

    /// <summary>Overrides for a schedule, which stores them as JSON.</summary>
    private static TaskOverride? Read(string json)
        => JsonNode.Parse(json) is JsonObject overrides
            ? AwsModelJson.FromJson<TaskOverride>(overrides, (path, problem) => new EcsToolsException(
                    ErrorCodes.InvalidOverrides,
                    $"The overrides' '{path}' {problem.Trim()}",
                    "Correct that field: the overrides have the form of TaskOverride in the ECS API.",
                    "Overrides",
                    path))
            : null;

    /// <summary>The named container, or the first essential one.</summary>
    public static ContainerDefinition Container(TaskDefinition definition, string? name)
    {
        var containers = definition.ContainerDefinitions ?? [];
        var chosen = name is null
            ? containers.Find(container => container.Essential != false)
            : containers.Find(container => container.Name == name);
        return chosen ?? throw new EcsToolsException(
            ErrorCodes.ContainerNotFound,
            $"Task definition '{definition.Family}:{definition.Revision}' has no container '{name}'.",
            NearestNames.Suggest(
                name ?? "",
                containers.Select(container => container.Name),
                $"It has {string.Join(", ", containers.Select(container => container.Name))}."),
            "Container",
            name);
    }

    /// <summary>If only CPU or only memory is given, the other keeps the definition's value if the two fit together.</summary>
    private static (int Cpu, int Memory) Size(TaskDefinition definition, TaskOverrides overrides)
    {
        var windows = definition.RuntimePlatform?.OperatingSystemFamily?.Value?.StartsWith("WINDOWS", StringComparison.Ordinal) == true;
        var cpu = overrides.Cpu ?? TaskSizeText.ParseCpu(definition.Cpu);
        var memory = overrides.Memory ?? TaskSizeText.ParseMemory(definition.Memory);
        var fits = cpu is int units && memory is int mib && FargateSizes.IsValid(units, mib, windows);
        return fits || (overrides.Cpu is not null && overrides.Memory is not null)
            ? FargateSizes.Settle(cpu, memory, windows)
            : FargateSizes.Settle(overrides.Cpu, overrides.Memory, windows);
    }
}
