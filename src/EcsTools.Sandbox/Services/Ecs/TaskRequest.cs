using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Where in the VPC a task is.</summary>
internal sealed record TaskPlacement(string SubnetId, string AvailabilityZone, IReadOnlyList<string> SecurityGroups, bool PublicAddress);

/// <summary>A RunTask that was found good: everything a task is made of.</summary>
internal sealed record TaskRequest
{
    public required string Cluster { get; init; }

    public required JsonObject Definition { get; init; }

    public required JsonObject Overrides { get; init; }

    public required TaskPlacement Placement { get; init; }

    public required string Group { get; init; }

    public required JsonArray Tags { get; init; }

    public required string PlatformVersion { get; init; }

    /// <summary>One for each task to start: its capacity provider, or null where it has the launch type FARGATE.</summary>
    public required IReadOnlyList<string?> CapacityProviders { get; init; }

    public long EphemeralStorage { get; init; } = 20;

    public string? StartedBy { get; init; }

    public bool EnableExecuteCommand { get; init; }

    /// <summary>Digests that the images of containers are pinned to, by container; none where a task resolves its own.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; init; } = new Dictionary<string, string>();

    public TaskPlan Plan(string id) => TaskPlans.Of(id, this);
}
