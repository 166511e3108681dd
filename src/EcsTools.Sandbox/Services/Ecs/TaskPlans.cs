using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Makes the plan of a task from its definition and the overrides it was started with.</summary>
internal static class TaskPlans
{
    public static TaskPlan Of(string id, TaskRequest request)
    {
        var (definition, overrides) = (request.Definition, request.Overrides);
        return new TaskPlan
        {
            Id = id,
            Cluster = request.Cluster,
            Family = definition.Text("family")!,
            Cpu = Size(overrides, definition, "cpu", FargateSize.CpuUnits),
            Memory = Size(overrides, definition, "memory", FargateSize.MemoryMiB),
            Platform = Platform(definition.Object("runtimePlatform")),
            ExecutionRoleArn = overrides.Text("executionRoleArn") ?? definition.Text("executionRoleArn"),
            TaskRoleArn = overrides.Text("taskRoleArn") ?? definition.Text("taskRoleArn"),
            EnableExecuteCommand = request.EnableExecuteCommand,
            OfService = request.Group.StartsWith("service:", StringComparison.Ordinal),
            Containers = definition.Objects("containerDefinitions")
                .Select(container => Container(container, Override(overrides, container.Text("name")!), id) with
                {
                    Digest = request.Digests.TryGetValue(container.Text("name")!, out var digest) ? digest : null,
                })
                .ToList(),
        };
    }

    private static string Platform(JsonObject? platform)
    {
        var system = platform?.Text("operatingSystemFamily")?.StartsWith("WINDOWS", StringComparison.Ordinal) == true ? "windows" : "linux";
        return system + (platform?.Text("cpuArchitecture") == "ARM64" ? "/arm64" : "/amd64");
    }

    private static long Size(JsonObject overrides, JsonObject definition, string member, Func<string, long> read)
        => (overrides.Text(member) ?? definition.Text(member)) is { } text ? read(text) : 0;

    private static JsonObject Override(JsonObject overrides, string container)
        => overrides.Objects("containerOverrides").FirstOrDefault(item => item.Text("name") == container) ?? [];

    private static ContainerPlan Container(JsonObject container, JsonObject over, string task) => new()
    {
        Name = container.Text("name")!,
        Image = container.Text("image")!,
        Essential = container.Flag("essential") != false,
        EntryPoint = List(container, "entryPoint"),
        Command = List(over, "command") ?? List(container, "command"),
        Environment = Environment(container, over),
        Secrets = Pairs(container.Objects("secrets"), "name", "valueFrom"),
        WorkingDirectory = container.Text("workingDirectory"),
        User = container.Text("user"),
        Cpu = over.Integer("cpu") ?? container.Integer("cpu") ?? 0,
        Memory = over.Integer("memory") ?? container.Integer("memory"),
        MemoryReservation = over.Integer("memoryReservation") ?? container.Integer("memoryReservation"),
        Ports = Ports(container),
        Ulimits = container.Objects("ulimits")
            .Select(limit => new UlimitPlan(limit.Text("name")!, limit.Integer("softLimit")!.Value, limit.Integer("hardLimit")!.Value)).ToList(),
        Mounts = container.Objects("mountPoints")
            .Select(mount => new MountPlan(mount.Text("sourceVolume")!, mount.Text("containerPath")!, mount.Flag("readOnly") == true)).ToList(),
        VolumesFrom = container.Objects("volumesFrom")
            .Select(from => new KeyValuePair<string, bool>(from.Text("sourceContainer")!, from.Flag("readOnly") == true)).ToList(),
        DroppedCapabilities = container.Object("linuxParameters")?.Object("capabilities")?.Texts("drop") ?? [],
        AddedCapabilities = container.Object("linuxParameters")?.Object("capabilities")?.Texts("add") ?? [],
        Labels = container.Object("dockerLabels") is { } labels
            ? labels.Select(label => new KeyValuePair<string, string>(label.Key, label.Value!.GetValue<string>())).ToList()
            : [],
        ReadOnlyRoot = container.Flag("readonlyRootFilesystem") == true,
        Init = container.Object("linuxParameters")?.Flag("initProcessEnabled") == true,
        Interactive = container.Flag("interactive") == true,
        Terminal = container.Flag("pseudoTerminal") == true,
        StopTimeout = TimeSpan.FromSeconds(container.Integer("stopTimeout") ?? 30),
        StartTimeout = TimeSpan.FromSeconds(container.Integer("startTimeout") ?? 180),
        Health = Health(container.Object("healthCheck")),
        Restart = Restart(container.Object("restartPolicy")),
        Logs = Logs(container, task),
        DependsOn = container.Objects("dependsOn")
            .Select(item => new DependencyPlan(item.Text("containerName")!, item.Text("condition")!)).ToList(),
    };

    /// <summary>An empty list is as none: the image's stays.</summary>
    private static IReadOnlyList<string>? List(JsonObject from, string member) => from.Texts(member) is { Count: > 0 } list ? list : null;

    private static List<KeyValuePair<string, string>> Environment(JsonObject container, JsonObject over)
    {
        var own = Pairs(over.Objects("environment"), "name", "value");
        return Pairs(container.Objects("environment"), "name", "value")
            .Where(variable => own.All(item => item.Key != variable.Key))
            .Concat(own)
            .ToList();
    }

    private static List<KeyValuePair<string, string>> Pairs(IReadOnlyList<JsonObject> items, string key, string value)
        => items.Select(item => new KeyValuePair<string, string>(item.Text(key)!, item.Text(value) ?? "")).ToList();

    private static List<PortPlan> Ports(JsonObject container)
    {
        var ports = new List<PortPlan>();
        foreach (var mapping in container.Objects("portMappings"))
        {
            var protocol = mapping.Text("protocol") ?? "tcp";
            if (mapping.Text("containerPortRange") is { } range)
            {
                var ends = range.Split('-').Select(int.Parse).ToArray();
                ports.AddRange(Enumerable.Range(ends[0], ends[ends.Length - 1] - ends[0] + 1).Select(port => new PortPlan(port, protocol)));
            }
            else
            {
                ports.Add(new PortPlan((int)mapping.Integer("containerPort")!.Value, protocol));
            }
        }

        return ports;
    }

    private static HealthPlan? Health(JsonObject? check) => check is null ? null : new HealthPlan(
        check.Texts("command"),
        TimeSpan.FromSeconds(check.Integer("interval") ?? 30),
        TimeSpan.FromSeconds(check.Integer("timeout") ?? 5),
        (int)(check.Integer("retries") ?? 3),
        TimeSpan.FromSeconds(check.Integer("startPeriod") ?? 0));

    private static RestartPlan? Restart(JsonObject? policy) => policy?.Flag("enabled") != true ? null : new RestartPlan(
        policy["ignoredExitCodes"] is JsonArray codes ? codes.Select(code => code!.GetValue<int>()).ToList() : [],
        TimeSpan.FromSeconds(policy.Integer("restartAttemptPeriod") ?? 300));

    private static LogPlan? Logs(JsonObject container, string task)
    {
        if (container.Object("logConfiguration") is not { } logs || logs.Text("logDriver") != "awslogs" || logs.Object("options") is not { } options)
        {
            return null;
        }

        var name = container.Text("name")!;
        var prefix = options.Text("awslogs-stream-prefix");
        return new LogPlan(
            options.Text("awslogs-group")!,
            prefix is null ? task : $"{prefix}/{name}/{task}",
            options.Text("awslogs-create-group") == "true");
    }
}
