using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>What a service runs and where: the settings that a service revision holds. Another workload needs a new deployment.</summary>
internal sealed record Workload
{
    /// <summary>ARN of the task definition.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>The launch type, or null if there is a capacity provider strategy.</summary>
    public string? LaunchType { get; init; }

    public IReadOnlyList<CapacityProviderItem> CapacityProviders { get; init; } = [];

    /// <summary>The platform version, or null if the tasks do not run on Fargate.</summary>
    public string? PlatformVersion { get; init; }

    public AwsvpcConfiguration? Network { get; init; }

    public IReadOnlyList<ServiceLoadBalancer> LoadBalancers { get; init; } = [];

    /// <summary>
    /// The members that the sandbox only keeps: <c>serviceRegistries</c>, <c>serviceConnectConfiguration</c>, <c>volumeConfigurations</c> and
    /// <c>vpcLatticeConfigurations</c>.
    /// </summary>
    public JsonObject Carried { get; init; } = [];
}
