using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Network;

namespace EcsTools.TaskDefinitions;

/// <summary>Converts ECS's task definitions to the objects that commands return.</summary>
internal static class TaskDefinitionMapper
{
    // People read this file, so escape only what JSON itself requires.
    internal static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    public static FargateTaskDefinition ToModel(TaskDefinition definition, List<Tag>? tags)
    {
        var arn = AwsArn.Parse(definition.TaskDefinitionArn);
        var containers = definition.ContainerDefinitions ?? [];
        return new FargateTaskDefinition
        {
            Family = definition.Family,
            Revision = definition.Revision ?? 0,
            TaskDefinition = $"{definition.Family}:{definition.Revision}",
            TaskDefinitionArn = definition.TaskDefinitionArn,
            Status = definition.Status?.Value ?? "ACTIVE",
            Cpu = TaskSizeText.ParseCpu(definition.Cpu) ?? 0,
            Memory = TaskSizeText.ParseMemory(definition.Memory) ?? 0,
            Images = containers.Select(container => container.Image).ToArray(),
            Containers = containers.Select(container => container.Name).ToArray(),
            Ports = Ports(definition).Select(port => port.ToString()).ToArray(),
            Architecture = definition.RuntimePlatform?.CpuArchitecture?.Value ?? "X86_64",
            OperatingSystem = definition.RuntimePlatform?.OperatingSystemFamily?.Value ?? "LINUX",
            EphemeralStorage = definition.EphemeralStorage?.SizeInGiB ?? 20,
            ExecutionRoleArn = definition.ExecutionRoleArn,
            TaskRoleArn = definition.TaskRoleArn,
            LogGroup = containers.Select(container => LogOf(container, "")?.Group).FirstOrDefault(group => group is not null),
            RegisteredAt = AwsTime.From(definition.RegisteredAt),
            Tags = ClusterMapper.FromTags(tags),
            Json = Document(definition, tags).ToJsonString(Indented),
            Region = arn.Region,
            AccountId = arn.AccountId,
        };
    }

    /// <summary>The definition in a form that RegisterTaskDefinition accepts again.</summary>
    public static JsonObject Document(TaskDefinition definition, List<Tag>? tags)
    {
        var json = AwsModelJson.ToJson(definition);
        foreach (var member in TaskDefinitionDocument.ReadOnlyMembers)
        {
            json.Remove(member);
        }

        if (tags is { Count: > 0 })
        {
            json["tags"] = new JsonArray(
                tags.Select(tag => (JsonNode)new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value }).ToArray());
        }

        return json;
    }

    public static IReadOnlyList<TaskPort> Ports(TaskDefinition definition)
        => (definition.ContainerDefinitions ?? [])
            .SelectMany(container => container.PortMappings ?? [])
            .Where(mapping => mapping.ContainerPort is not null)
            .Select(mapping => new TaskPort(mapping.ContainerPort!.Value, mapping.Protocol?.Value ?? "tcp"))
            .Distinct()
            .ToList();

    /// <summary>Log group and stream of a container of a task; null if it does not write to CloudWatch Logs.</summary>
    public static TaskLogStream? LogOf(ContainerDefinition container, string taskId)
    {
        var options = container.LogConfiguration?.LogDriver?.Value == "awslogs" ? container.LogConfiguration.Options : null;
        if (options is null || !options.TryGetValue("awslogs-group", out var group)
            || !options.TryGetValue("awslogs-stream-prefix", out var prefix))
        {
            return null;
        }

        return new TaskLogStream(container.Name, taskId, group, prefix, $"{prefix}/{container.Name}/{taskId}");
    }
}

/// <summary>Where one container of one task writes its log.</summary>
internal sealed record TaskLogStream(string Container, string TaskId, string Group, string Prefix, string Name);
