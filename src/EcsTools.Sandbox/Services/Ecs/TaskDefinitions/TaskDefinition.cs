using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>One revision of a task definition. Only its status and its tags change after it is registered.</summary>
internal sealed class TaskDefinition
{
    public required string Arn { get; init; }

    public required string Family { get; init; }

    public required long Revision { get; init; }

    public string Status { get; set; } = TaskDefinitionStatus.Active;

    /// <summary>Epoch seconds, or null while it is active.</summary>
    public double? DeregisteredAt { get; set; }

    /// <summary>Epoch seconds, or null unless it is deleted.</summary>
    public double? DeleteRequestedAt { get; set; }

    public List<EcsTag> Tags { get; set; } = [];

    public string? NetworkMode { get; init; }

    /// <summary>CPU units of the whole task, as text.</summary>
    public string? Cpu { get; init; }

    /// <summary>MiB of the whole task, as text.</summary>
    public string? Memory { get; init; }

    public long? EphemeralStorageGiB { get; init; }

    public string? ExecutionRoleArn { get; init; }

    public string? TaskRoleArn { get; init; }

    public string? OperatingSystemFamily { get; init; }

    public string? CpuArchitecture { get; init; }

    public bool RunsOnFargate { get; init; }

    public IReadOnlyList<ContainerDefinition> Containers { get; init; } = [];

    /// <summary>
    /// Every member as it was registered, with the defaults filled in: what the answers show. The sandbox acts on the typed members only.
    /// </summary>
    public required JsonObject Registered { get; init; }

    /// <summary>The roles that it names, each once.</summary>
    public IEnumerable<string> Roles => new[] { ExecutionRoleArn, TaskRoleArn }.OfType<string>().Distinct(System.StringComparer.Ordinal);
}
