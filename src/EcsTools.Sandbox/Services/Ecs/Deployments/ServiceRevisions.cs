using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>Service revisions: what a service was asked to be at one of its deployments, never changed but for the digests found.</summary>
internal static class ServiceRevisions
{
    private static readonly string[] Copied =
    [
        "taskDefinition", "launchType", "capacityProviderStrategy", "loadBalancers", "serviceRegistries", "networkConfiguration",
        "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
    ];

    public static JsonObject New(EcsNames names, ServiceRecord service, string number, JsonObject definition, double now)
    {
        var revision = new JsonObject
        {
            ["serviceRevisionArn"] = names.ServicePartArn("service-revision", service.Cluster, service.Name, number),
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = service.ClusterArn,
            ["guardDutyEnabled"] = false,
            ["createdAt"] = now,
            ["containerImages"] = definition.Objects("containerDefinitions")
                .Select(container => new JsonObject { ["containerName"] = container.Text("name"), ["image"] = container.Text("image") })
                .ToJson(),
        };
        foreach (var member in Copied)
        {
            if (service.Settings[member] is { } value)
            {
                revision[member] = value.DeepClone();
            }
        }

        if (service.Settings.Text("platformVersion") is { } platform)
        {
            revision["platformVersion"] = platform == "LATEST" ? "1.4.0" : platform;
            revision["platformFamily"] = "Linux";
        }

        return revision;
    }
}
