using System.Collections.Generic;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>A checked request to start tasks: everything that a task is made from.</summary>
internal sealed record TaskRequest
{
    public required string Cluster { get; init; }

    public required TaskDefinition Definition { get; init; }

    public required TaskPlacement Placement { get; init; }

    public required string Group { get; init; }

    public required List<EcsTag> Tags { get; init; }

    public required string PlatformVersion { get; init; }

    /// <summary>One for each task to start: its capacity provider, or null for the launch type FARGATE.</summary>
    public required IReadOnlyList<string?> CapacityProviders { get; init; }

    public TaskOverrides Overrides { get; init; } = TaskOverrides.None;

    public string? StartedBy { get; init; }

    public bool EnableExecuteCommand { get; init; }

    /// <summary>The digests that images are pinned to, by container name. Any other tag is resolved when the task starts.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; init; } = new Dictionary<string, string>();

    /// <summary>Its place in a Service Connect namespace, or null if it is in none.</summary>
    public ConnectPlan? Connect { get; init; }

    public long EphemeralStorageGiB => Overrides.EphemeralStorageGiB ?? Definition.EphemeralStorageGiB ?? 20;

    public TaskPlan Plan(string id) => TaskPlans.Of(id, this);
}
