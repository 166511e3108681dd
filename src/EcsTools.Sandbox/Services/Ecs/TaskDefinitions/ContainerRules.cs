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
        CheckHealthCheck(container);
        CheckTimeouts(container, fargate);
        CheckRestartPolicy(container);
        CheckUlimits(container);
        EnvironmentRules.Check(container);
        if (definition.Text("networkMode") == "awsvpc")
        {
            HostRules.CheckAwsvpc(container);
        }

        if (fargate)
        {
            HostRules.CheckFargate(container);
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
            throw EcsErrors.Client($"Invalid setting for container '{name}'. 'memory' must be greater than or equal to 'memoryReservation'.");
        }

        if (definition.Text("memory") is { } total && (memory ?? reservation) > FargateSize.MemoryMiB(total))
        {
            throw EcsErrors.Client($"The 'memory' setting for container '{name}' is greater than for the task.");
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

    private static void CheckRestartPolicy(JsonObject container)
    {
        if (container.Object("restartPolicy")?.Integer("restartAttemptPeriod") is { } period && period is < 60 or > 1800)
        {
            throw EcsErrors.Client($"the 'restartAttemptPeriod' setting for container '{container.Text("name")}' must be between 60 and 1800.");
        }
    }

    private static void CheckUlimits(JsonObject container)
    {
        // -1 is unlimited.
        if (container.Objects("ulimits").FirstOrDefault(limit => Amount(limit, "softLimit") > Amount(limit, "hardLimit")) is { } wrong)
        {
            throw EcsErrors.Client($"Soft limit exceeds hard limit for ulimit {wrong.Text("name")}.");
        }
    }

    private static double Amount(JsonObject limit, string member) => limit.Integer(member) is { } amount && amount >= 0 ? amount : double.PositiveInfinity;
}
