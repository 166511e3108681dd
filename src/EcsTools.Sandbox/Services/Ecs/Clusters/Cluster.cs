using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>A cluster. It holds only settings; tasks and services name it.</summary>
internal sealed class Cluster
{
    public required string Arn { get; init; }

    public required string Name { get; init; }

    /// <summary>False once it is deleted.</summary>
    public bool IsActive { get; set; } = true;

    public List<EcsTag> Tags { get; set; } = [];

    public IReadOnlyList<ClusterSetting> Settings { get; set; } = [new("containerInsights", "disabled")];

    public IReadOnlyList<string> CapacityProviders { get; set; } = [];

    public IReadOnlyList<CapacityProviderItem> DefaultStrategy { get; set; } = [];

    /// <summary>The member <c>configuration</c>, which the sandbox only keeps.</summary>
    public JsonObject? Configuration { get; set; }

    /// <summary>The member <c>serviceConnectDefaults</c>, which the sandbox only keeps.</summary>
    public JsonObject? ServiceConnectDefaults { get; set; }
}
