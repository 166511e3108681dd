using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Reads a container definition from the members of the service model.</summary>
internal static class ContainerDefinitionJson
{
    public static ContainerDefinition Read(JsonObject from) => new(
        Plan(from),
        from.Objects("portMappings").Select(mapping => mapping.Integer("containerPort")).OfType<long>().ToList(),
        from.Text("versionConsistency") != "disabled",
        Logs(from));

    /// <summary>A list, or null if it is empty or absent: the image's own applies.</summary>
    public static IReadOnlyList<string>? List(JsonObject from, string member) => from.Texts(member) is { Count: > 0 } list ? list : null;

    public static List<KeyValuePair<string, string>> Pairs(JsonObject from, string member, string value)
        => from.Objects(member).Select(item => new KeyValuePair<string, string>(item.Text("name")!, item.Text(value) ?? "")).ToList();

    private static ContainerPlan Plan(JsonObject from)
    {
        var linux = from.Object("linuxParameters");
        var capabilities = linux?.Object("capabilities");
        return new ContainerPlan
        {
            Name = from.Text("name")!,
            Image = from.Text("image")!,
            PullSecret = from.Object("repositoryCredentials")?.Text("credentialsParameter"),
            Essential = from.Flag("essential") != false,
            EntryPoint = List(from, "entryPoint"),
            Command = List(from, "command"),
            Environment = Pairs(from, "environment", "value"),
            Secrets = Pairs(from, "secrets", "valueFrom"),
            WorkingDirectory = from.Text("workingDirectory"),
            User = from.Text("user"),
            Cpu = from.Integer("cpu") ?? 0,
            Memory = from.Integer("memory"),
            MemoryReservation = from.Integer("memoryReservation"),
            Ports = Ports(from),
            Ulimits = from.Objects("ulimits")
                .Select(limit => new UlimitPlan(limit.Text("name")!, limit.Integer("softLimit")!.Value, limit.Integer("hardLimit")!.Value)).ToList(),
            Mounts = from.Objects("mountPoints")
                .Select(mount => new MountPlan(mount.Text("sourceVolume")!, mount.Text("containerPath")!, mount.Flag("readOnly") == true)).ToList(),
            VolumesFrom = from.Objects("volumesFrom")
                .Select(volume => new KeyValuePair<string, bool>(volume.Text("sourceContainer")!, volume.Flag("readOnly") == true)).ToList(),
            DroppedCapabilities = capabilities?.Texts("drop") ?? [],
            AddedCapabilities = capabilities?.Texts("add") ?? [],
            Labels = (from.Object("dockerLabels") ?? [])
                .Select(label => new KeyValuePair<string, string>(label.Key, label.Value!.GetValue<string>())).ToList(),
            ReadOnlyRoot = from.Flag("readonlyRootFilesystem") == true,
            Init = linux?.Flag("initProcessEnabled") == true,
            Interactive = from.Flag("interactive") == true,
            Terminal = from.Flag("pseudoTerminal") == true,
            StopTimeout = TimeSpan.FromSeconds(from.Integer("stopTimeout") ?? 30),
            StartTimeout = TimeSpan.FromSeconds(from.Integer("startTimeout") ?? 180),
            Health = Health(from.Object("healthCheck")),
            Restart = Restart(from.Object("restartPolicy")),
            DependsOn = from.Objects("dependsOn")
                .Select(item => new DependencyPlan(item.Text("containerName")!, item.Text("condition")!)).ToList(),
        };
    }

    private static List<PortPlan> Ports(JsonObject from)
    {
        var ports = new List<PortPlan>();
        foreach (var mapping in from.Objects("portMappings"))
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
        policy["ignoredExitCodes"] is JsonArray codes ? codes.Select(code => (int)code!.GetValue<long>()).ToList() : [],
        TimeSpan.FromSeconds(policy.Integer("restartAttemptPeriod") ?? 300));

    private static LogOptions? Logs(JsonObject from)
        => from.Object("logConfiguration") is { } logs && logs.Text("logDriver") == "awslogs" && logs.Object("options") is { } options
            ? new LogOptions(options.Text("awslogs-group")!, options.Text("awslogs-stream-prefix"), options.Text("awslogs-create-group") == "true")
            {
                MultilinePattern = options.Text("awslogs-multiline-pattern"),
                DatetimeFormat = options.Text("awslogs-datetime-format"),
            }
            : null;
}
