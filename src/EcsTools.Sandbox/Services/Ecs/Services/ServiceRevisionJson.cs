using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Maps service revisions to the members of the service model, for answers and for the saved state.</summary>
internal static class ServiceRevisionJson
{
    public static JsonObject Write(ServiceRecord service, ServiceRevision revision)
    {
        var members = WorkloadJson.Write(revision.Workload);
        members["serviceRevisionArn"] = revision.Arn;
        members["serviceArn"] = service.Arn;
        members["clusterArn"] = service.ClusterArn;
        members["guardDutyEnabled"] = false;
        members["createdAt"] = revision.CreatedAt;
        members["containerImages"] = revision.Images.Select(Write).ToJson();
        members["resolvedConfiguration"] = revision.Resolved is { } resolved
            ? new JsonObject { ["loadBalancers"] = resolved.Select(Write).ToJson() }
            : null;
        return members;
    }

    public static ServiceRevision Read(JsonObject from) => new()
    {
        Arn = from.Text("serviceRevisionArn")!,
        Workload = WorkloadJson.Read(from),
        CreatedAt = from.Number("createdAt") ?? 0,
        Images = from.Objects("containerImages").Select(ReadImage).ToList(),
        Resolved = from.Object("resolvedConfiguration")?.Objects("loadBalancers")
            .Select(item => new ResolvedLoadBalancer(item.Text("targetGroupArn"), item.Text("productionListenerRule"))).ToList(),
    };

    private static JsonObject Write(RevisionImage image)
        => new() { ["containerName"] = image.Container, ["image"] = image.Image, ["imageDigest"] = image.Digest };

    private static RevisionImage ReadImage(JsonObject from)
        => new(from.Text("containerName")!, from.Text("image") ?? "") { Digest = from.Text("imageDigest") };

    private static JsonObject Write(ResolvedLoadBalancer balancer)
        => new() { ["targetGroupArn"] = balancer.TargetGroupArn, ["productionListenerRule"] = balancer.ProductionListenerRule };
}
