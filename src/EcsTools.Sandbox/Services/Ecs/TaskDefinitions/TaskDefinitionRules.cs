using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Refuses what ECS refuses in a task definition as a whole, and fills in the defaults. <see cref="ContainerRules"/> checks the containers.</summary>
internal sealed class TaskDefinitionRules
{
    private const int MaxContainers = 10;

    private const int MaxBytes = 64 * 1024;

    private static readonly Regex EcrImage = new(@"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com", RegexOptions.CultureInvariant);

    private static readonly Regex Role = new(@"^arn:aws[a-z-]*:iam::\d{12}:role/.+$", RegexOptions.CultureInvariant);

    private readonly SandboxCloud _cloud;

    public TaskDefinitionRules(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>The checked task definition with its defaults filled in, not yet registered.</summary>
    public JsonObject Check(JsonObject input)
    {
        if (!EcsNames.IsName(input.Text("family") ?? ""))
        {
            throw EcsErrors.Client("Family contains invalid characters.");
        }

        var definition = Normalize(input);
        var containers = definition.Objects("containerDefinitions");
        CheckContainerList(containers);
        var fargate = IsFargate(input);
        if (fargate)
        {
            CheckFargate(definition);
        }

        foreach (var container in containers)
        {
            ContainerRules.Check(container, definition, fargate);
            if (fargate)
            {
                CheckExecutionRole(container, definition);
            }
        }

        DependencyRules.Check(containers);
        CheckVolumes(definition, containers, fargate);
        CheckEphemeralStorage(definition, fargate);
        return definition.ToJsonString().Length <= MaxBytes
            ? definition
            : throw EcsErrors.Client("Actual length of the task definition is larger than the maximum of 64 KB.");
    }

    private static bool IsFargate(JsonObject input) => input.Texts("requiresCompatibilities").Contains("FARGATE");

    private static void CheckContainerList(IReadOnlyList<JsonObject> containers)
    {
        if (containers.Count == 0)
        {
            throw EcsErrors.Client("Container list cannot be empty.");
        }

        if (containers.Count > MaxContainers)
        {
            throw EcsErrors.Client("A task definition can contain at most 10 containers.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in containers)
        {
            ContainerRules.CheckName(container);
            if (!names.Add(container.Text("name")!))
            {
                throw EcsErrors.Client("Container names must be unique. Duplicate: " + container.Text("name"));
            }
        }

        if (containers.All(container => container.Flag("essential") == false))
        {
            throw EcsErrors.Client("Task definition doesn't have any essential container.");
        }
    }

    private static void CheckFargate(JsonObject definition)
    {
        if (definition.Text("networkMode") != "awsvpc")
        {
            throw EcsErrors.Client("Fargate only supports network mode ‘awsvpc’.");
        }

        foreach (var member in new[] { "cpu", "memory" })
        {
            if (definition.Text(member) is null)
            {
                throw EcsErrors.Client($"Fargate requires that '{member}' be defined at the task level.");
            }
        }

        var cpu = FargateSize.CpuUnits(definition.Text("cpu")!);
        FargateSize.Require(cpu, FargateSize.MemoryMiB(definition.Text("memory")!));
        CheckPlatform(definition.Object("runtimePlatform"), cpu);
        if (definition.Objects("placementConstraints").Count > 0)
        {
            throw EcsErrors.Client("Fargate compatible task definitions do not support placement constraints.");
        }

        if (definition.Text("pidMode") == "host" || definition.Text("ipcMode") is not null)
        {
            throw EcsErrors.Client("Fargate compatible task definitions do not support pidMode host or ipcMode.");
        }
    }

    private static void CheckPlatform(JsonObject? platform, long cpu)
    {
        var system = platform?.Text("operatingSystemFamily") ?? "LINUX";
        if (system == "LINUX")
        {
            return;
        }

        if (platform!.Text("cpuArchitecture") == "ARM64")
        {
            throw EcsErrors.Client("Windows tasks do not support the ARM64 CPU architecture.");
        }

        if (cpu is < 1024 or > 4096)
        {
            throw EcsErrors.Client("Windows tasks on Fargate require a task cpu of 1024, 2048 or 4096.");
        }
    }

    /// <summary>Fargate uses the execution role to do its own work for a container.</summary>
    private void CheckExecutionRole(JsonObject container, JsonObject definition)
    {
        if (definition.Text("executionRoleArn") is not null)
        {
            return;
        }

        if (container.Objects("secrets").Count > 0 || container.Object("logConfiguration")?.Objects("secretOptions").Count > 0)
        {
            throw EcsErrors.Client("When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
        }

        if (container.Object("logConfiguration")?.Text("logDriver") == "awslogs")
        {
            throw EcsErrors.Client("Fargate requires task definition to have execution role ARN to support log driver awslogs.");
        }

        var image = container.Text("image")!;
        if (EcrImage.IsMatch(image) || image.StartsWith(_cloud.RegistryHost + "/", StringComparison.Ordinal))
        {
            throw EcsErrors.Client("Fargate requires task definition to have execution role ARN to support ECR images.");
        }
    }

    private static void CheckVolumes(JsonObject definition, IReadOnlyList<JsonObject> containers, bool fargate)
    {
        var volumes = definition.Objects("volumes");
        if (fargate && volumes.Any(volume => volume.Object("host")?.Text("sourcePath") is not null))
        {
            throw EcsErrors.Client("host.sourcePath should not be set for volumes in Fargate");
        }

        var unknown = containers.SelectMany(container => container.Objects("mountPoints"))
            .Select(mount => mount.Text("sourceVolume"))
            .FirstOrDefault(name => volumes.All(volume => volume.Text("name") != name));
        if (unknown is not null)
        {
            throw EcsErrors.Client($"Unknown volume '{unknown}'.");
        }
    }

    private static void CheckEphemeralStorage(JsonObject definition, bool fargate)
    {
        if (definition.Object("ephemeralStorage")?.Integer("sizeInGiB") is not { } size)
        {
            return;
        }

        if (!fargate)
        {
            throw EcsErrors.Client("Ephemeral storage is only supported by Fargate compatible task definitions.");
        }

        if (size is < 21 or > 200)
        {
            throw EcsErrors.Client(FormattableString.Invariant(
                $"Invalid 'ephemeralStorage' setting for task: {size} GiB. The value must be between 21 and 200."));
        }
    }

    private static JsonObject Normalize(JsonObject input)
    {
        var definition = input.Copy();
        definition.Remove("tags");
        if (definition.Text("cpu") is { } cpu)
        {
            definition["cpu"] = FormattableString.Invariant($"{FargateSize.CpuUnits(cpu)}");
        }

        if (definition.Text("memory") is { } memory)
        {
            definition["memory"] = FormattableString.Invariant($"{FargateSize.MemoryMiB(memory)}");
        }

        foreach (var member in new[] { "taskRoleArn", "executionRoleArn" })
        {
            SetRole(definition, member);
        }

        foreach (var member in new[] { "containerDefinitions", "volumes", "placementConstraints" })
        {
            definition[member] ??= new JsonArray();
        }

        foreach (var container in definition.Objects("containerDefinitions"))
        {
            ContainerRules.Normalize(container, definition.Text("networkMode"));
        }

        return definition;
    }

    /// <summary>A role may be given by its name.</summary>
    private static void SetRole(JsonObject definition, string member)
    {
        if (definition.Text(member) is not { Length: > 0 } role)
        {
            definition.Remove(member);
            return;
        }

        if (role.StartsWith("arn:", StringComparison.Ordinal) && !Role.IsMatch(role))
        {
            throw EcsErrors.Client("Role is not valid");
        }

        definition[member] = Role.IsMatch(role) ? role : $"arn:aws:iam::{SandboxCloud.AccountId}:role/{role}";
    }
}
