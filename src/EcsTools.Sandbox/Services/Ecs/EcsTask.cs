using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>The states of a task, in their order.</summary>
internal static class EcsTaskStatus
{
    public const string Provisioning = "PROVISIONING";
    public const string Pending = "PENDING";
    public const string Activating = "ACTIVATING";
    public const string Running = "RUNNING";
    public const string Deactivating = "DEACTIVATING";
    public const string Stopping = "STOPPING";
    public const string Deprovisioning = "DEPROVISIONING";
    public const string Stopped = "STOPPED";
}

/// <summary>One task: what is on the wire, and what runs it while it is not stopped.</summary>
internal sealed class EcsTask
{
    private readonly EcsState _state;

    public EcsTask(EcsState state, JsonObject wire)
    {
        _state = state;
        Wire = wire;
        var parts = Arn.Split('/');
        Cluster = parts[parts.Length - 2];
        Id = parts[parts.Length - 1];
        CreatedAt = wire.Number("createdAt") ?? 0;
    }

    /// <summary>Raised after the task has changed, outside the lock.</summary>
    public event Action<EcsTask>? Changed;

    public JsonObject Wire { get; }

    public string Id { get; }

    public string Cluster { get; }

    /// <summary>Epoch seconds; it never changes.</summary>
    public double CreatedAt { get; }

    public string Arn => Wire.Text("taskArn")!;

    public string LastStatus => Wire.Text("lastStatus")!;

    public string DesiredStatus => Wire.Text("desiredStatus")!;

    /// <summary>What runs the task, or null for one taken back from an earlier start of the sandbox.</summary>
    public TaskRun? Run { get; set; }

    /// <summary>Changes the task under the lock; every change has its number on the wire.</summary>
    public void Change(Action<JsonObject> change)
    {
        lock (_state.Gate)
        {
            change(Wire);
            Wire["version"] = Wire.Integer("version") + 1;
        }

        _state.NoteChange();
        Changed?.Invoke(this);
    }

    public void ChangeContainer(string name, Action<JsonObject> change) => Change(wire => change(Container(wire, name)));

    public JsonObject Describe(bool withTags)
    {
        var answer = Wire.Copy();
        if (!withTags)
        {
            answer["tags"] = new JsonArray();
        }

        return answer;
    }

    public static JsonObject Container(JsonObject wire, string name)
        => wire.Objects("containers").First(container => container.Text("name") == name);

    /// <summary>A task that an earlier start of the sandbox left is not running any more.</summary>
    public void EndAfterRestart(double now)
    {
        if (LastStatus == EcsTaskStatus.Stopped)
        {
            return;
        }

        Wire["desiredStatus"] = EcsTaskStatus.Stopped;
        Wire["lastStatus"] = EcsTaskStatus.Stopped;
        Wire["stopCode"] ??= "TerminationNotice";
        Wire["stoppedReason"] ??= "The sandbox that ran the task was stopped.";
        foreach (var moment in new[] { "stoppingAt", "executionStoppedAt", "stoppedAt" })
        {
            Wire[moment] ??= now;
        }

        foreach (var container in Wire.Objects("containers"))
        {
            container["lastStatus"] = EcsTaskStatus.Stopped;
        }
    }

    /// <summary>The wire form of a task just asked for.</summary>
    public static JsonObject New(EcsState state, TaskRequest request, string? capacityProvider, string id, string runtime)
    {
        var now = state.Clock.EpochSeconds;
        var plan = request.Plan(id);
        var wire = new JsonObject
        {
            ["taskArn"] = state.Names.TaskArn(request.Cluster, id),
            ["clusterArn"] = state.Names.ClusterArn(request.Cluster),
            ["taskDefinitionArn"] = request.Definition.Text("taskDefinitionArn"),
            ["attachments"] = new JsonArray(Attachment(request.Placement.SubnetId)),
            ["attributes"] = new JsonArray(
                Named("ecs.cpu-architecture", plan.Platform.EndsWith("arm64", StringComparison.Ordinal) ? "arm64" : "x86_64"),
                Named("ecstools:runtime", runtime)),
            ["availabilityZone"] = request.Placement.AvailabilityZone,
            ["containers"] = plan.Containers.Select(container => NewContainer(state, request.Cluster, id, container)).ToJson(),
            ["cpu"] = FormattableString.Invariant($"{plan.Cpu}"),
            ["memory"] = FormattableString.Invariant($"{plan.Memory}"),
            ["createdAt"] = now,
            ["desiredStatus"] = EcsTaskStatus.Running,
            ["lastStatus"] = EcsTaskStatus.Provisioning,
            ["enableExecuteCommand"] = request.EnableExecuteCommand,
            ["group"] = request.Group,
            ["healthStatus"] = "UNKNOWN",
            ["inferenceAccelerators"] = new JsonArray(),
            ["launchType"] = "FARGATE",
            ["overrides"] = Overrides(request.Overrides, plan.Containers.Select(container => container.Name)),
            ["platformVersion"] = request.PlatformVersion,
            ["platformFamily"] = request.Definition.Object("runtimePlatform")?.Text("operatingSystemFamily") is { } family and not "LINUX" ? family : "Linux",
            ["tags"] = request.Tags.Copy(),
            ["version"] = 1,
            ["ephemeralStorage"] = new JsonObject { ["sizeInGiB"] = request.EphemeralStorage },
        };
        foreach (var (member, value) in new[] { ("startedBy", request.StartedBy), ("capacityProviderName", capacityProvider) })
        {
            if (value is not null)
            {
                wire[member] = value;
            }
        }

        return wire;
    }

    private static JsonObject NewContainer(EcsState state, string cluster, string task, ContainerPlan container) => new()
    {
        ["containerArn"] = state.Names.ContainerArn(cluster, task),
        ["taskArn"] = state.Names.TaskArn(cluster, task),
        ["name"] = container.Name,
        ["image"] = container.Image,
        ["lastStatus"] = EcsTaskStatus.Pending,
        ["networkBindings"] = new JsonArray(),
        ["networkInterfaces"] = new JsonArray(),
        ["healthStatus"] = "UNKNOWN",
        ["cpu"] = FormattableString.Invariant($"{container.Cpu}"),
        ["memory"] = container.Memory is { } memory ? FormattableString.Invariant($"{memory}") : null,
        ["memoryReservation"] = container.MemoryReservation is { } reservation ? FormattableString.Invariant($"{reservation}") : null,
    };

    private static JsonObject Overrides(JsonObject given, IEnumerable<string> containers)
    {
        var overrides = given.Copy();
        var own = overrides.Objects("containerOverrides");
        overrides["containerOverrides"] = containers
            .Select(name => own.FirstOrDefault(item => item.Text("name") == name)?.Copy() ?? new JsonObject { ["name"] = name })
            .ToJson();
        overrides["inferenceAcceleratorOverrides"] ??= new JsonArray();
        return overrides;
    }

    private static JsonObject Attachment(string subnetId) => new()
    {
        ["id"] = Guid.NewGuid().ToString(),
        ["type"] = "ElasticNetworkInterface",
        ["status"] = "PRECREATED",
        ["details"] = new JsonArray(Named("subnetId", subnetId)),
    };

    public static JsonObject Named(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
