using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>What a task has instead of what its definition says.</summary>
internal sealed record TaskOverrides
{
    public static TaskOverrides None { get; } = new();

    public string? Cpu { get; init; }

    public string? Memory { get; init; }

    public string? ExecutionRoleArn { get; init; }

    public string? TaskRoleArn { get; init; }

    public long? EphemeralStorageGiB { get; init; }

    public IReadOnlyList<ContainerOverride> Containers { get; init; } = [];

    /// <summary>The member <c>overrides</c> as it was given, for the answers.</summary>
    public JsonObject Given { get; init; } = [];

    public static TaskOverrides Read(JsonObject? from) => from is null ? None : new TaskOverrides
    {
        Cpu = from.Text("cpu"),
        Memory = from.Text("memory"),
        ExecutionRoleArn = from.Text("executionRoleArn"),
        TaskRoleArn = from.Text("taskRoleArn"),
        EphemeralStorageGiB = from.Object("ephemeralStorage")?.Integer("sizeInGiB"),
        Containers = from.Objects("containerOverrides").Select(ContainerOverride.Read).ToList(),
        Given = from.Copy(),
    };

    /// <summary>The member <c>overrides</c> of a task: every container is listed, with or without an override.</summary>
    public JsonObject Describe(IEnumerable<string> containers)
    {
        var overrides = Given.Copy();
        var own = overrides.Objects("containerOverrides");
        overrides["containerOverrides"] = containers
            .Select(name => own.FirstOrDefault(item => item.Text("name") == name)?.Copy() ?? new JsonObject { ["name"] = name })
            .ToJson();
        overrides["inferenceAcceleratorOverrides"] ??= new JsonArray();
        return overrides;
    }
}
