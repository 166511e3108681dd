using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Maps tasks to the members of the service model, for answers and for the saved state.</summary>
internal static class TaskJson
{
    private const string Architecture = "ecs.cpu-architecture";
    private const string Runtime = "ecstools:runtime";

    public static JsonObject Write(EcsTask task, string clusterArn, bool withTags) => new()
    {
        ["taskArn"] = task.Arn,
        ["clusterArn"] = clusterArn,
        ["taskDefinitionArn"] = task.DefinitionArn,
        ["attachments"] = new JsonArray(Write(task.Attachment)),
        ["attributes"] = new JsonArray(Named(Architecture, task.CpuArchitecture), Named(Runtime, task.Runtime)),
        ["availabilityZone"] = task.AvailabilityZone,
        ["capacityProviderName"] = task.CapacityProvider,
        ["containers"] = task.Containers.Select(container => Write(task, container)).ToJson(),
        ["cpu"] = task.Cpu,
        ["memory"] = task.Memory,
        ["createdAt"] = task.CreatedAt,
        ["connectivity"] = task.ConnectedAt is null ? null : "CONNECTED",
        ["connectivityAt"] = task.ConnectedAt,
        ["pullStartedAt"] = task.PullStartedAt,
        ["pullStoppedAt"] = task.PullStoppedAt,
        ["startedAt"] = task.StartedAt,
        ["stoppingAt"] = task.StoppingAt,
        ["executionStoppedAt"] = task.ExecutionStoppedAt,
        ["stoppedAt"] = task.StoppedAt,
        ["stopCode"] = task.StopCode,
        ["stoppedReason"] = task.StoppedReason,
        ["startedBy"] = task.StartedBy,
        ["desiredStatus"] = task.DesiredStatus,
        ["lastStatus"] = task.LastStatus,
        ["enableExecuteCommand"] = task.EnableExecuteCommand,
        ["group"] = task.Group,
        ["healthStatus"] = task.Health,
        ["inferenceAccelerators"] = new JsonArray(),
        ["launchType"] = "FARGATE",
        ["overrides"] = task.Overrides.Copy(),
        ["platformVersion"] = task.PlatformVersion,
        ["platformFamily"] = task.PlatformFamily,
        ["tags"] = withTags ? TagRules.Write(task.Tags) : [],
        ["version"] = task.Version,
        ["ephemeralStorage"] = new JsonObject { ["sizeInGiB"] = task.EphemeralStorageGiB },
    };

    public static EcsTask Read(EcsContext context, JsonObject from) => new(context, from.Text("taskArn")!)
    {
        DefinitionArn = from.Text("taskDefinitionArn")!,
        Attachment = ReadAttachment(from.Objects("attachments")[0]),
        CpuArchitecture = Value(from.Objects("attributes"), Architecture) ?? "",
        Runtime = Value(from.Objects("attributes"), Runtime) ?? "",
        AvailabilityZone = from.Text("availabilityZone") ?? "",
        CapacityProvider = from.Text("capacityProviderName"),
        Containers = from.Objects("containers").Select(ReadContainer).ToList(),
        Cpu = from.Text("cpu") ?? "",
        Memory = from.Text("memory") ?? "",
        CreatedAt = from.Number("createdAt") ?? 0,
        ConnectedAt = from.Number("connectivityAt"),
        PullStartedAt = from.Number("pullStartedAt"),
        PullStoppedAt = from.Number("pullStoppedAt"),
        StartedAt = from.Number("startedAt"),
        StoppingAt = from.Number("stoppingAt"),
        ExecutionStoppedAt = from.Number("executionStoppedAt"),
        StoppedAt = from.Number("stoppedAt"),
        StopCode = from.Text("stopCode"),
        StoppedReason = from.Text("stoppedReason"),
        StartedBy = from.Text("startedBy"),
        DesiredStatus = from.Text("desiredStatus")!,
        LastStatus = from.Text("lastStatus")!,
        EnableExecuteCommand = from.Flag("enableExecuteCommand") == true,
        Group = from.Text("group") ?? "",
        Health = from.Text("healthStatus") ?? HealthStatus.Unknown,
        Overrides = from.Object("overrides")?.Copy() ?? [],
        PlatformVersion = from.Text("platformVersion") ?? "",
        PlatformFamily = from.Text("platformFamily") ?? "",
        Tags = TagRules.Read(from, "tags"),
        Version = from.Integer("version") ?? 1,
        EphemeralStorageGiB = from.Object("ephemeralStorage")?.Integer("sizeInGiB") ?? 20,
    };

    private static JsonObject Write(EcsTask task, TaskContainer container) => new()
    {
        ["containerArn"] = container.Arn,
        ["taskArn"] = task.Arn,
        ["name"] = container.Name,
        ["image"] = container.Image,
        ["imageDigest"] = container.ImageDigest,
        ["runtimeId"] = container.RuntimeId,
        ["lastStatus"] = container.LastStatus,
        ["networkBindings"] = container.Ports.Select(Write).ToJson(),
        ["networkInterfaces"] = container.PrivateAddress is { } address
            ? new JsonArray(new JsonObject { ["attachmentId"] = task.Attachment.Id, ["privateIpv4Address"] = address })
            : [],
        ["healthStatus"] = container.Health,
        ["managedAgents"] = container.Agent is { } agent ? new JsonArray(Write(agent)) : null,
        ["cpu"] = container.Cpu,
        ["memory"] = container.Memory,
        ["memoryReservation"] = container.MemoryReservation,
        ["exitCode"] = container.ExitCode,
        ["reason"] = container.Reason,
    };

    private static TaskContainer ReadContainer(JsonObject from) => new()
    {
        Arn = from.Text("containerArn") ?? "",
        Name = from.Text("name")!,
        Image = from.Text("image") ?? "",
        ImageDigest = from.Text("imageDigest"),
        RuntimeId = from.Text("runtimeId"),
        LastStatus = from.Text("lastStatus")!,
        Ports = from.Objects("networkBindings").Select(ReadPort).ToList(),
        PrivateAddress = from.Objects("networkInterfaces").FirstOrDefault()?.Text("privateIpv4Address"),
        Health = from.Text("healthStatus") ?? HealthStatus.Unknown,
        Agent = from.Objects("managedAgents").FirstOrDefault() is { } agent ? new ExecAgent(agent.Number("lastStartedAt")) : null,
        Cpu = from.Text("cpu") ?? "0",
        Memory = from.Text("memory"),
        MemoryReservation = from.Text("memoryReservation"),
        ExitCode = (int?)from.Integer("exitCode"),
        Reason = from.Text("reason"),
    };

    private static JsonObject Write(PublishedPort port) => new()
    {
        ["bindIP"] = port.Host.Address.ToString(),
        ["containerPort"] = port.ContainerPort,
        ["hostPort"] = port.Host.Port,
        ["protocol"] = port.Protocol,
    };

    private static PublishedPort ReadPort(JsonObject from)
        => new(
            (int)from.Integer("containerPort")!.Value,
            new IPEndPoint(IPAddress.Parse(from.Text("bindIP")!), (int)from.Integer("hostPort")!.Value),
            from.Text("protocol") ?? "tcp");

    private static JsonObject Write(ExecAgent agent) => new()
    {
        ["name"] = ExecAgent.Name,
        ["lastStatus"] = agent.IsRunning ? EcsTaskStatus.Running : EcsTaskStatus.Stopped,
        ["lastStartedAt"] = agent.StartedAt,
    };

    private static JsonObject Write(TaskAttachment attachment)
    {
        var details = new JsonArray(Named("subnetId", attachment.SubnetId));
        if (attachment.Interface is { } card)
        {
            details.Add(Named("networkInterfaceId", card.Id));
            details.Add(Named("macAddress", card.MacAddress));
            details.Add(Named("privateDnsName", card.DnsName));
            details.Add(Named("privateIPv4Address", card.PrivateAddress));
        }

        return new JsonObject
        {
            ["id"] = attachment.Id,
            ["type"] = "ElasticNetworkInterface",
            ["status"] = attachment.Status,
            ["details"] = details,
        };
    }

    private static TaskAttachment ReadAttachment(JsonObject from)
    {
        var details = from.Objects("details");
        return new TaskAttachment(from.Text("id")!, Value(details, "subnetId") ?? "")
        {
            Status = from.Text("status") ?? "PRECREATED",
            Interface = Value(details, "networkInterfaceId") is { } id
                ? new AttachedInterface(
                    id,
                    Value(details, "macAddress") ?? "",
                    Value(details, "privateDnsName") ?? "",
                    Value(details, "privateIPv4Address") ?? "")
                : null,
        };
    }

    private static JsonObject Named(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static string? Value(IReadOnlyList<JsonObject> pairs, string name)
        => pairs.FirstOrDefault(pair => pair.Text("name") == name)?.Text("value");
}
