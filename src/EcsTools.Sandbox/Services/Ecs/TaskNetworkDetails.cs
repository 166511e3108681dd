using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ec2;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>The network interface of a task on the wire, and the ports of this machine that lead to it.</summary>
internal static class TaskNetworkDetails
{
    public static void Attach(JsonObject wire, TaskNetwork network, NetworkInterface card, TaskPlan plan)
    {
        var attachment = wire.Objects("attachments")[0];
        attachment["status"] = "ATTACHED";
        var details = attachment["details"]!.AsArray();
        details.Add(EcsTask.Named("networkInterfaceId", card.Id));
        details.Add(EcsTask.Named("macAddress", card.MacAddress));
        details.Add(EcsTask.Named("privateDnsName", $"ip-{card.PrivateIp.Replace('.', '-')}.ec2.internal"));
        details.Add(EcsTask.Named("privateIPv4Address", card.PrivateIp));
        foreach (var container in plan.Containers)
        {
            var named = EcsTask.Container(wire, container.Name);
            named["networkInterfaces"] = new JsonArray(new JsonObject
            {
                ["attachmentId"] = attachment.Text("id"),
                ["privateIpv4Address"] = card.PrivateIp,
            });
            named["networkBindings"] = network.Ports
                .Where(port => container.Ports.Any(own => own.Port == port.ContainerPort && own.Protocol == port.Protocol))
                .Select(Binding)
                .ToJson();
        }
    }

    /// <summary>Id of the interface that the task has, or null.</summary>
    public static string? InterfaceId(JsonObject wire) => wire.Objects("attachments")
        .SelectMany(attachment => attachment.Objects("details"))
        .FirstOrDefault(detail => detail.Text("name") == "networkInterfaceId")?.Text("value");

    public static void Detach(JsonObject wire)
    {
        foreach (var attachment in wire.Objects("attachments"))
        {
            attachment["status"] = "DELETED";
        }
    }

    /// <summary>On AWS a Fargate task has none; here they are how this machine reaches the task.</summary>
    private static JsonObject Binding(PublishedPort port) => new()
    {
        ["bindIP"] = "127.0.0.1",
        ["containerPort"] = port.ContainerPort,
        ["hostPort"] = port.HostPort,
        ["protocol"] = port.Protocol,
    };
}

/// <summary>A task is as healthy as its essential containers that have a health check.</summary>
internal static class TaskHealth
{
    public static void Set(JsonObject wire, TaskPlan plan, string name, string health)
    {
        EcsTask.Container(wire, name)["healthStatus"] = health;
        var checks = plan.Containers
            .Where(container => container.Essential && container.Health is not null)
            .Select(container => EcsTask.Container(wire, container.Name).Text("healthStatus"))
            .ToList();
        wire["healthStatus"] = checks.Contains("UNHEALTHY") ? "UNHEALTHY"
            : checks.Count > 0 && checks.TrueForAll(status => status == "HEALTHY") ? "HEALTHY"
            : "UNKNOWN";
    }
}
