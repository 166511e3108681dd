using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The settings in a CreateService or UpdateService. What is null keeps its value or gets a default.</summary>
internal sealed record ServiceRequest
{
    public long? DesiredCount { get; init; }

    public string? SchedulingStrategy { get; init; }

    public string? DeploymentController { get; init; }

    public string? LaunchType { get; init; }

    public IReadOnlyList<CapacityProviderItem>? CapacityProviders { get; init; }

    public string? PlatformVersion { get; init; }

    public AwsvpcConfiguration? Network { get; init; }

    public IReadOnlyList<ServiceLoadBalancer>? LoadBalancers { get; init; }

    public DeploymentConfigurationRequest Deployment { get; init; } = new();

    public bool? EnableEcsManagedTags { get; init; }

    public string? PropagateTags { get; init; }

    public bool? EnableExecuteCommand { get; init; }

    public string? ZoneRebalancing { get; init; }

    public long? GracePeriodSeconds { get; init; }

    public IReadOnlyList<JsonObject> PlacementConstraints { get; init; } = [];

    public IReadOnlyList<JsonObject> PlacementStrategy { get; init; } = [];

    /// <summary>The members that the sandbox only keeps.</summary>
    public JsonObject Carried { get; init; } = [];

    /// <summary>Whether the tasks use Service Connect.</summary>
    public bool UsesServiceConnect => Carried.Object("serviceConnectConfiguration")?.Flag("enabled") == true;

    public static ServiceRequest Read(JsonObject from) => new()
    {
        DesiredCount = from.Integer("desiredCount"),
        SchedulingStrategy = from.Text("schedulingStrategy"),
        DeploymentController = from.Object("deploymentController")?.Text("type"),
        LaunchType = from.Text("launchType"),
        CapacityProviders = from["capacityProviderStrategy"] is null ? null : CapacityStrategy.Read(from, "capacityProviderStrategy"),
        PlatformVersion = from.Text("platformVersion"),
        Network = AwsvpcConfiguration.Read(from),
        LoadBalancers = from["loadBalancers"] is null ? null : from.Objects("loadBalancers").Select(WorkloadJson.ReadLoadBalancer).ToList(),
        Deployment = DeploymentConfigurationJson.ReadRequest(from.Object("deploymentConfiguration")),
        EnableEcsManagedTags = from.Flag("enableECSManagedTags"),
        PropagateTags = from.Text("propagateTags"),
        EnableExecuteCommand = from.Flag("enableExecuteCommand"),
        ZoneRebalancing = from.Text("availabilityZoneRebalancing"),
        GracePeriodSeconds = from.Integer("healthCheckGracePeriodSeconds"),
        PlacementConstraints = from.Objects("placementConstraints"),
        PlacementStrategy = from.Objects("placementStrategy"),
        Carried = WorkloadJson.ReadCarried(from),
    };

    /// <summary>The request with the rest taken from the known settings, as UpdateService does.</summary>
    public ServiceRequest Over(ServiceSettings known)
    {
        var deployment = Deployment.Over(known.Deployment);
        return this with
        {
            DesiredCount = DesiredCount ?? known.Desired,

            // An empty strategy replaces the strategy of the service by the launch type FARGATE.
            LaunchType = CapacityProviders is null ? LaunchType ?? known.Workload.LaunchType : CapacityProviders.Count > 0 ? null : "FARGATE",
            CapacityProviders = CapacityProviders ?? known.Workload.CapacityProviders,
            PlatformVersion = PlatformVersion ?? known.Workload.PlatformVersion,
            Network = Network ?? known.Workload.Network,
            LoadBalancers = LoadBalancers ?? known.Workload.LoadBalancers,
            Deployment = deployment,
            EnableEcsManagedTags = EnableEcsManagedTags ?? known.EnableEcsManagedTags,
            PropagateTags = PropagateTags ?? known.PropagateTags,
            EnableExecuteCommand = EnableExecuteCommand ?? known.EnableExecuteCommand,
            ZoneRebalancing = ZoneRebalancing ?? (deployment.MaximumPercent <= 100 ? "DISABLED" : known.ZoneRebalancing),
            GracePeriodSeconds = GracePeriodSeconds ?? known.GracePeriodSeconds,
            Carried = Merge(known.Workload.Carried, Carried),
        };
    }

    private static JsonObject Merge(JsonObject known, JsonObject given)
    {
        var merged = known.Copy();
        foreach (var member in given)
        {
            merged[member.Key] = member.Value?.DeepClone();
        }

        return merged;
    }
}
