using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Refuses what ECS refuses in a container definition, and fills in the defaults.</summary>
internal static class ContainerRules
{
    private static readonly string[] FargateLogDrivers = ["awslogs", "splunk", "awsfirelens"];

    /// <summary>Members that need a container instance of the user.</summary>
    private static readonly string[] NotOnFargate =
        ["links", "extraHosts", "dnsServers", "dnsSearchDomains", "dockerSecurityOptions", "disableNetworking", "privileged"];

    public static void CheckName(JsonObject container)
    {
        var name = container.Text("name");
        if (string.IsNullOrEmpty(name))
        {
            throw EcsErrors.Client("Container.name should not be null or empty.");
        }

        if (!EcsNames.IsName(name!))
        {
            throw EcsErrors.Client("Container.name contains invalid characters.");
        }
    }

    public static void Normalize(JsonObject container, string? networkMode)
    {
        container["cpu"] ??= 0;
        container["essential"] ??= true;
        foreach (var member in new[] { "portMappings", "environment", "mountPoints", "volumesFrom", "systemControls" })
        {
            container[member] ??= new JsonArray();
        }

        foreach (var port in container.Objects("portMappings"))
        {
            port["protocol"] ??= "tcp";
            if (networkMode is "awsvpc" or "host" && port.Integer("containerPort") is { } number)
            {
                port["hostPort"] ??= number;
            }
        }

        if (container.Object("healthCheck") is { } check)
        {
            check["interval"] ??= 30;
            check["timeout"] ??= 5;
            check["retries"] ??= 3;
        }
    }

    public static void Check(JsonObject container, JsonObject definition, bool fargate)
    {
        CheckImage(container);
        CheckMemory(container, definition);
        CheckPorts(container, definition.Text("networkMode"));
        CheckHealthCheck(container);
        CheckTimeouts(container, fargate);
        CheckLogs(container, fargate);
        CheckEnvironment(container);
        CheckRestartPolicy(container);
        if (fargate)
        {
            CheckFargate(container);
        }
    }

    private static void CheckImage(JsonObject container)
    {
        var image = container.Text("image");
        if (string.IsNullOrEmpty(image))
        {
            throw EcsErrors.Client("Container.image should not be null or empty.");
        }

        if (image!.Length > 255 || image.Any(letter => !char.IsLetterOrDigit(letter) && "-_.:/@#".IndexOf(letter) < 0))
        {
            throw EcsErrors.Client("Container.image contains invalid characters.");
        }
    }

    private static void CheckMemory(JsonObject container, JsonObject definition)
    {
        var name = container.Text("name");
        var (memory, reservation) = (container.Integer("memory"), container.Integer("memoryReservation"));
        if (memory is null && reservation is null && definition.Text("memory") is null)
        {
            throw EcsErrors.Client(
                $"Invalid setting for container '{name}'. At least one of 'memory' or 'memoryReservation' must be specified.");
        }

        if (memory < 6 || reservation < 6)
        {
            throw EcsErrors.Client($"Invalid setting for container '{name}'. 'memory' and 'memoryReservation' must be at least 6 MiB.");
        }

        if (reservation > memory)
        {
            throw EcsErrors.Client($"Invalid setting for container '{name}'. 'memory' must be greater than 'memoryReservation'.");
        }

        if (definition.Text("memory") is { } total && (memory ?? reservation) > FargateSize.MemoryMiB(total))
        {
            throw EcsErrors.Client($"Invalid setting for container '{name}'. 'memory' must not be greater than the memory of the task.");
        }

        if (definition.Text("cpu") is { } cpu && container.Integer("cpu") > FargateSize.CpuUnits(cpu))
        {
            throw EcsErrors.Client($"Invalid setting for container '{name}'. 'cpu' must not be greater than the cpu of the task.");
        }
    }

    private static void CheckPorts(JsonObject container, string? networkMode)
    {
        var ports = container.Objects("portMappings");
        foreach (var port in ports)
        {
            if (port.Text("containerPortRange") is null && port.Integer("containerPort") is not (>= 1 and <= 65535))
            {
                throw EcsErrors.Client("Container port must be between 1 and 65535.");
            }

            if (port.Integer("hostPort") is { } host && host is < 0 or > 65535)
            {
                throw EcsErrors.Client("Host port must be between 0 and 65535.");
            }

            if (networkMode is "awsvpc" or "host" && port.Integer("hostPort") != port.Integer("containerPort"))
            {
                throw EcsErrors.Client($"When networkMode={networkMode}, the host ports and container ports in port mappings must match.");
            }

            if (port.Text("appProtocol") is not null && port.Text("name") is null)
            {
                throw EcsErrors.Client("PortMapping.name is required when PortMapping.appProtocol is specified.");
            }
        }

        var same = ports.GroupBy(port => (port.Integer("containerPort"), port.Text("protocol"))).FirstOrDefault(group => group.Count() > 1);
        if (same is not null)
        {
            throw EcsErrors.Client(
                FormattableString.Invariant($"Port mappings of container '{container.Text("name")}' name port {same.Key.Item1} twice."));
        }
    }

    private static void CheckHealthCheck(JsonObject container)
    {
        if (container.Object("healthCheck") is not { } check)
        {
            return;
        }

        var command = check.Texts("command");
        if (command.Count < 2 || command[0] is not ("CMD" or "CMD-SHELL"))
        {
            throw EcsErrors.Client("Health check command must start with CMD or CMD-SHELL, followed by a command.");
        }

        foreach (var (member, least, most) in new[]
        {
            ("interval", 5, 300), ("timeout", 2, 60), ("retries", 1, 10), ("startPeriod", 0, 300),
        })
        {
            if (check.Integer(member) is { } value && (value < least || value > most))
            {
                throw EcsErrors.Client(FormattableString.Invariant(
                    $"Invalid healthCheck {member} {value} for container '{container.Text("name")}': it must be between {least} and {most}."));
            }
        }
    }

    private static void CheckTimeouts(JsonObject container, bool fargate)
    {
        foreach (var (member, kind) in new[] { ("startTimeout", "start"), ("stopTimeout", "stop") })
        {
            if (container.Integer(member) < 2)
            {
                throw EcsErrors.Client($"Granular {kind} timeout on container '{container.Text("name")}' must be at least 2 seconds.");
            }
        }

        if (fargate && container.Integer("stopTimeout") > 120)
        {
            throw EcsErrors.Client("Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.");
        }
    }

    private static void CheckLogs(JsonObject container, bool fargate)
    {
        if (container.Object("logConfiguration") is not { } logs)
        {
            return;
        }

        var driver = logs.Text("logDriver")!;
        if (fargate && !FargateLogDrivers.Contains(driver))
        {
            throw EcsErrors.Client($"{driver} is not a valid log driver. Must be one of [{string.Join(",", FargateLogDrivers)}]");
        }

        if (driver != "awslogs")
        {
            return;
        }

        var options = logs.Object("options");
        var required = fargate ? new[] { "awslogs-region", "awslogs-group", "awslogs-stream-prefix" } : ["awslogs-region", "awslogs-group"];
        var missing = required.Where(option => string.IsNullOrEmpty(options?.Text(option))).ToList();
        if (missing.Count > 0)
        {
            throw EcsErrors.Client($"Log driver awslogs requires options: {string.Join(", ", missing)}");
        }

        if (options!.Text("mode") is { } mode && mode is not ("blocking" or "non-blocking"))
        {
            throw EcsErrors.Client("Log driver option mode must be one of [blocking,non-blocking]");
        }
    }

    private static void CheckEnvironment(JsonObject container)
    {
        var secrets = new HashSet<string>(container.Objects("secrets").Select(secret => secret.Text("name")!), StringComparer.Ordinal);
        foreach (var variable in container.Objects("environment"))
        {
            var name = variable.Text("name");
            if (string.IsNullOrEmpty(name))
            {
                throw EcsErrors.Client("Environment variable name cannot be blank.");
            }

            if (secrets.Contains(name!))
            {
                throw EcsErrors.Client("The secret name must be unique and not shared with any new or existing environment variables "
                    + $"set on the container, such as '{name}'.");
            }
        }
    }

    private static void CheckRestartPolicy(JsonObject container)
    {
        if (container.Object("restartPolicy")?.Integer("restartAttemptPeriod") is { } period && period is < 60 or > 1800)
        {
            throw EcsErrors.Client("restartPolicy.restartAttemptPeriod must be between 60 and 1800.");
        }
    }

    private static void CheckFargate(JsonObject container)
    {
        foreach (var member in NotOnFargate)
        {
            if (container[member] is JsonArray { Count: > 0 } or JsonObject || container.Flag(member) == true)
            {
                throw EcsErrors.Client(member == "links"
                    ? "Links are not supported when networkMode=awsvpc."
                    : "Fargate compatible task definitions do not support " + member);
            }
        }

        var linux = container.Object("linuxParameters");
        foreach (var member in new[] { "devices", "sharedMemorySize", "tmpfs", "maxSwap", "swappiness" })
        {
            if (linux?[member] is JsonArray { Count: > 0 } or JsonValue)
            {
                throw EcsErrors.Client("Fargate compatible task definitions do not support " + member);
            }
        }

        if (linux?.Object("capabilities")?.Texts("add").Any(capability => capability != "SYS_PTRACE") == true)
        {
            throw EcsErrors.Client("Fargate compatible task definitions do not support adding capabilities other than SYS_PTRACE");
        }

        if (container.Objects("resourceRequirements").Count > 0)
        {
            throw EcsErrors.Client("Fargate compatible task definitions do not support resourceRequirements");
        }
    }
}
