using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Maps workloads from and to the members of the service model, which services and revisions share.</summary>
internal static class WorkloadJson
{
    /// <summary>The carried members that only the revisions of a service show.</summary>
    public static readonly string[] OnlyInRevisions = ["serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations"];

    private static readonly string[] Carried = ["serviceRegistries", .. OnlyInRevisions];

    public static Workload Read(JsonObject from) => new()
    {
        TaskDefinition = from.Text("taskDefinition") ?? "",
        LaunchType = from.Text("launchType"),
        CapacityProviders = CapacityStrategy.Read(from, "capacityProviderStrategy"),
        PlatformVersion = from.Text("platformVersion"),
        Network = AwsvpcConfiguration.Read(from),
        LoadBalancers = from.Objects("loadBalancers").Select(ReadLoadBalancer).ToList(),
        Carried = ReadCarried(from),
    };

    public static JsonObject Write(Workload workload)
    {
        var members = new JsonObject
        {
            ["taskDefinition"] = workload.TaskDefinition,
            ["launchType"] = workload.LaunchType,
            ["capacityProviderStrategy"] = workload.CapacityProviders.Count > 0 ? CapacityStrategy.Write(workload.CapacityProviders) : null,
            ["platformVersion"] = workload.PlatformVersion,
            ["platformFamily"] = workload.PlatformVersion is null ? null : "Linux",
            ["networkConfiguration"] = workload.Network?.Write(),
            ["loadBalancers"] = workload.LoadBalancers.Select(Write).ToJson(),
        };
        foreach (var member in workload.Carried)
        {
            members[member.Key] = member.Value?.DeepClone();
        }

        return members;
    }

    /// <summary>Whether two workloads are the same: whether they are written alike.</summary>
    public static bool AreSame(Workload one, Workload other) => JsonNode.DeepEquals(Write(one), Write(other));

    public static ServiceLoadBalancer ReadLoadBalancer(JsonObject from) => new()
    {
        TargetGroupArn = from.Text("targetGroupArn"),
        LoadBalancerName = from.Text("loadBalancerName"),
        ContainerName = from.Text("containerName"),
        ContainerPort = from.Integer("containerPort"),
        Advanced = from.Object("advancedConfiguration") is { } advanced
            ? new AdvancedLoadBalancing(
                advanced.Text("alternateTargetGroupArn"),
                advanced.Text("productionListenerRule"),
                advanced.Text("testListenerRule"),
                advanced.Text("roleArn"))
            : null,
    };

    /// <summary>The members of a request that the sandbox only keeps.</summary>
    public static JsonObject ReadCarried(JsonObject from)
    {
        var carried = new JsonObject();
        foreach (var member in Carried)
        {
            if (from[member] is { } value)
            {
                carried[member] = value.DeepClone();
            }
        }

        return carried;
    }

    private static JsonObject Write(ServiceLoadBalancer balancer) => new()
    {
        ["targetGroupArn"] = balancer.TargetGroupArn,
        ["loadBalancerName"] = balancer.LoadBalancerName,
        ["containerName"] = balancer.ContainerName,
        ["containerPort"] = balancer.ContainerPort,
        ["advancedConfiguration"] = balancer.Advanced is { } advanced
            ? new JsonObject
            {
                ["alternateTargetGroupArn"] = advanced.AlternateTargetGroupArn,
                ["productionListenerRule"] = advanced.ProductionListenerRule,
                ["testListenerRule"] = advanced.TestListenerRule,
                ["roleArn"] = advanced.RoleArn,
            }
            : null,
    };
}
