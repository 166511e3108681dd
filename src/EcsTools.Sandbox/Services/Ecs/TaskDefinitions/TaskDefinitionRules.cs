using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
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

        if (input.Objects("inferenceAccelerators").Count > 0)
        {
            throw EcsErrors.Client("Unsupported field 'inferenceAccelerators'.");
        }

        var definition = Normalize(input);
        var containers = definition.Objects("containerDefinitions");
        CheckContainerList(containers);
        var fargate = IsFargate(input);
        if (fargate)
        {
            CheckFargate(definition);
        }

        var hasRouter = containers.Any(container => container.Object("firelensConfiguration") is not null);
        foreach (var container in containers)
        {
            ContainerRules.Check(container, definition, fargate);
            LogRules.Check(container, fargate, hasRouter);
            if (fargate)
            {
                CheckExecutionRole(container, definition);
            }
        }

        CheckSums(definition, containers);
        PortRules.Check(containers, definition.Text("networkMode"));
        DependencyRules.Check(containers);
        VolumeRules.Check(definition, containers, fargate);
        CheckProxy(definition, containers);
        CheckEphemeralStorage(definition, fargate);
        var length = Encoding.UTF8.GetByteCount(definition.ToJsonString());
        return length <= MaxBytes
            ? definition
            : throw EcsErrors.Client(FormattableString.Invariant($"Actual length: '{length}'. Max allowed length is '{MaxBytes}' bytes."));
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
            throw EcsErrors.Client("Too many containers.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in containers)
        {
            ContainerRules.CheckName(container);
            if (!names.Add(container.Text("name")!))
            {
                throw EcsErrors.Client("Container names must be unique within a task definition. Duplicate: " + container.Text("name"));
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
            throw EcsErrors.NotOnFargate("constraints");
        }

        if (definition.Text("pidMode") == "host")
        {
            throw EcsErrors.Client("Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.");
        }

        if (definition.Text("ipcMode") is not null)
        {
            throw EcsErrors.NotOnFargate("ipcMode");
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
            throw EcsErrors.Client("No Fargate configuration exists for given values: Windows containers require a cpu of 1024, 2048 or 4096.");
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

        if (container.Object("repositoryCredentials") is not null)
        {
            throw EcsErrors.Client("When you are specifying container repository credentials, you must also specify a value for 'executionRoleArn'.");
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

    private static void CheckEphemeralStorage(JsonObject definition, bool fargate)
    {
        if (definition.Object("ephemeralStorage")?.Integer("sizeInGiB") is not { } size)
        {
            return;
        }

        if (!fargate)
        {
            throw EcsErrors.Client("Tasks using the EC2 launch type do not support EphemeralStorage.");
        }

        if (size < 21)
        {
            throw EcsErrors.Client("EphemeralStorage size should be at least 21.");
        }

        if (size > 200)
        {
            throw EcsErrors.Client("EphemeralStorage size should be at most 200.");
        }
    }

    private static void CheckSums(JsonObject definition, IReadOnlyList<JsonObject> containers)
    {
        if (definition.Text("cpu") is { } cpu && containers.Sum(container => container.Integer("cpu") ?? 0) > FargateSize.CpuUnits(cpu))
        {
            throw EcsErrors.Client("The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.");
        }

        if (definition.Text("memory") is { } memory
            && containers.Sum(container => container.Integer("memoryReservation") ?? 0) > FargateSize.MemoryMiB(memory))
        {
            throw EcsErrors.Client("The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.");
        }
    }

    private static void CheckProxy(JsonObject definition, IReadOnlyList<JsonObject> containers)
    {
        if (definition.Object("proxyConfiguration") is not { } proxy)
        {
            return;
        }

        if (definition.Text("networkMode") != "awsvpc")
        {
            throw EcsErrors.Client("APPMESH proxy configuration is only supported in networkMode=awsvpc.");
        }

        var name = proxy.Text("containerName");
        if (containers.All(container => container.Text("name") != name))
        {
            throw EcsErrors.Client($"Proxy container [{name}] does not exist.");
        }

        foreach (var (property, words) in new[] { ("ProxyIngressPort", "Ingress port"), ("ProxyEgressPort", "Egress port"), ("AppPorts", "App ports") })
        {
            if (proxy.Objects("properties").All(pair => pair.Text("name") != property))
            {
                throw EcsErrors.Client($"{words} not found.");
            }
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
