using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>Service revisions: what a service was asked to be at one of its deployments, never changed but for the digests found.</summary>
internal static class ServiceRevisions
{
    private static readonly string[] Copied =
    [
        "taskDefinition", "launchType", "capacityProviderStrategy", "loadBalancers", "serviceRegistries", "networkConfiguration",
        "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
    ];

    /// <param name="names">Makes its ARN.</param>
    /// <param name="service">The service as it is to be.</param>
    /// <param name="number">Number of the deployment.</param>
    /// <param name="definition">The task definition.</param>
    /// <param name="production">The revision that serves now, or null.</param>
    /// <param name="now">Epoch seconds.</param>
    public static JsonObject New(
        EcsNames names, ServiceRecord service, string number, JsonObject definition, JsonObject? production, double now)
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

        var balancers = service.Settings.Objects("loadBalancers");
        if (balancers.Any(balancer => balancer.Object("advancedConfiguration") is not null))
        {
            revision["resolvedConfiguration"] = Resolve(balancers, production, service.Strategy != "ROLLING");
        }

        return revision;
    }

    /// <summary>The target groups that the tasks of a revision join.</summary>
    public static IReadOnlyList<(string Arn, string Container, int Port)> TargetGroups(JsonObject revision)
    {
        var resolved = revision.Object("resolvedConfiguration")?.Objects("loadBalancers");
        return revision.Objects("loadBalancers")
            .Select((balancer, index) => (
                resolved?[index].Text("targetGroupArn") ?? balancer.Text("targetGroupArn")!,
                balancer.Text("containerName")!,
                (int)balancer.Integer("containerPort")!.Value))
            .ToList();
    }

    /// <summary>
    /// Which of its two target groups each load balancer uses: the one in use, or the other where traffic is to be shifted to it.
    /// </summary>
    private static JsonObject Resolve(IReadOnlyList<JsonObject> balancers, JsonObject? production, bool shifts)
    {
        var used = production is null ? [] : TargetGroups(production).Select(group => group.Arn).ToList();
        return new JsonObject
        {
            ["loadBalancers"] = balancers.Select(balancer =>
            {
                var advanced = balancer.Object("advancedConfiguration")!;
                var (own, alternate) = (balancer.Text("targetGroupArn"), advanced.Text("alternateTargetGroupArn"));
                var isAlternate = shifts ? used.Contains(own!) : used.Contains(alternate!);
                return new JsonObject
                {
                    ["targetGroupArn"] = isAlternate ? alternate : own,
                    ["productionListenerRule"] = advanced.Text("productionListenerRule"),
                };
            }).ToJson(),
        };
    }
}
