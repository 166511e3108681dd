using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Failures.Rules;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using AwsTask = Amazon.ECS.Model.Task;

namespace EcsTools.Tasks;

/// <summary>Converts ECS's tasks to the objects that commands return.</summary>
internal static class TaskMapper
{
    /// <summary>Attribute in which the sandbox says what runs a task.</summary>
    private const string RuntimeAttribute = "ecstools:runtime";

    // Attribute in which ECS says what processor a task has.
    private const string ArchitectureAttribute = "ecs.cpu-architecture";

    // The group that ECS puts a service's tasks into.
    private const string ServiceGroup = "service:";

    /// <param name="task">The task.</param>
    /// <param name="definition">Its definition; null if that was deleted.</param>
    /// <param name="publicIp">Its public address, or null.</param>
    /// <param name="now">The current time.</param>
    public static FargateTask ToModel(AwsTask task, TaskDefinition? definition, string? publicIp, DateTimeOffset now)
    {
        var model = WithoutRemedy(task, definition, publicIp, now);
        return model with { Remedy = FailureClassifier.Explain(model)?.Remedy };
    }

    private static FargateTask WithoutRemedy(AwsTask task, TaskDefinition? definition, string? publicIp, DateTimeOffset now)
    {
        var arn = AwsArn.Parse(task.TaskArn);
        var cluster = AwsArn.NameOf(task.ClusterArn);
        var logs = Logs(definition, arn.Name);
        var containers = (task.Containers ?? []).Select(container => ToModel(container, logs)).ToList();
        var exitCode = ExitCode(containers, definition);
        var stopped = task.LastStatus == "STOPPED";
        var (started, ended) = (AwsTime.From(task.StartedAt), AwsTime.From(task.ExecutionStoppedAt) ?? AwsTime.From(task.StoppedAt));
        var privateIp = PrivateIp(task);
        return new FargateTask
        {
            Cluster = cluster,
            ClusterArn = task.ClusterArn,
            TaskArn = task.TaskArn,
            TaskId = arn.Name,
            TaskDefinitionArn = task.TaskDefinitionArn,
            Family = TaskDefinitionName.FamilyOf(task.TaskDefinitionArn),
            LastStatus = task.LastStatus ?? "PROVISIONING",
            DesiredStatus = task.DesiredStatus ?? "RUNNING",
            HealthStatus = task.HealthStatus?.Value,
            ExitCode = exitCode,
            StopCode = task.StopCode?.Value,
            StoppedReason = task.StoppedReason,
            Succeeded = stopped ? exitCode == 0 : null,
            Containers = containers,
            CreatedAt = AwsTime.From(task.CreatedAt),
            StartedAt = started,
            StoppedAt = AwsTime.From(task.StoppedAt),
            Duration = started is null ? null : (ended ?? now) - started,
            CapacityProvider = task.CapacityProviderName ?? task.LaunchType?.Value,
            StartedBy = task.StartedBy,
            TaskGroup = task.Group,
            ServiceName = task.Group?.StartsWith(ServiceGroup, StringComparison.Ordinal) == true
                ? task.Group.Substring(ServiceGroup.Length) : null,
            EnableExecuteCommand = task.EnableExecuteCommand == true,
            Cpu = TaskSizeText.ParseCpu(task.Cpu) ?? 0,
            Memory = TaskSizeText.ParseMemory(task.Memory) ?? 0,
            AvailabilityZone = task.AvailabilityZone,
            SubnetId = Detail(task, "subnetId"),
            PrivateIp = privateIp,
            PublicIp = publicIp,
            Endpoints = stopped ? [] : Endpoints(task, definition, publicIp ?? privateIp).ToArray(),
            LogGroup = logs.FirstOrDefault()?.Group,
            LogStreamPrefix = logs.FirstOrDefault()?.Prefix,
            EstimatedCost = TaskCosts.From(Use(task, arn.Region, publicIp, now)),
            Runtime = Attribute(task, RuntimeAttribute),
            Region = arn.Region,
            AccountId = arn.AccountId,
        };
    }

    /// <summary>The id of a task's network interface; null until it has one.</summary>
    public static string? NetworkInterface(AwsTask task) => Detail(task, "networkInterfaceId");

    /// <summary>Whether it was started in a sandbox. There EC2 knows no addresses.</summary>
    public static bool IsInSandbox(AwsTask task) => (task.Attributes ?? []).Exists(attribute => attribute.Name == RuntimeAttribute);

    private static BillableUsage Use(AwsTask task, string region, string? publicIp, DateTimeOffset now) => new()
    {
        Region = region,
        Cpu = TaskSizeText.ParseCpu(task.Cpu) ?? 0,
        Memory = TaskSizeText.ParseMemory(task.Memory) ?? 0,
        From = AwsTime.From(task.PullStartedAt),
        To = AwsTime.From(task.StoppedAt) ?? now,
        StorageGb = task.EphemeralStorage?.SizeInGiB ?? 0,
        IsArm = Attribute(task, ArchitectureAttribute) == "arm64",
        IsSpot = task.CapacityProviderName == "FARGATE_SPOT",
        IsWindows = task.PlatformFamily?.StartsWith("Windows", StringComparison.OrdinalIgnoreCase) == true,
        HasPublicIp = publicIp is not null,
    };

    private static string? Attribute(AwsTask task, string name)
        => (task.Attributes ?? []).Find(attribute => attribute.Name == name)?.Value;

    private static List<TaskLogStream> Logs(TaskDefinition? definition, string taskId)
        => (definition?.ContainerDefinitions ?? []).Select(
            container => TaskDefinitionMapper.LogOf(container, taskId)).OfType<TaskLogStream>().ToList();

    private static FargateContainer ToModel(Container container, List<TaskLogStream> logs) => new()
    {
        Name = container.Name,
        Image = container.Image,
        ImageDigest = container.ImageDigest,
        LastStatus = container.LastStatus,
        HealthStatus = container.HealthStatus?.Value,
        ExitCode = container.ExitCode,
        Reason = container.Reason,
        Bindings = (container.NetworkBindings ?? []).Select(
            binding => $"{binding.BindIP}:{binding.HostPort}->{binding.ContainerPort}/{binding.Protocol?.Value ?? "tcp"}").ToList(),
        LogStream = logs.Find(stream => stream.Container == container.Name)?.Name,
    };

    /// <summary>The first error of an essential container, else 0; null if none of them ran.</summary>
    private static int? ExitCode(List<FargateContainer> containers, TaskDefinition? definition)
    {
        var essential = (definition?.ContainerDefinitions ?? []).Where(
            container => container.Essential != false).Select(container => container.Name).ToList();
        var deciding = containers.Where(container => essential.Count == 0 || essential.Contains(container.Name, StringComparer.Ordinal));
        var codes = deciding.Where(container => container.ExitCode is not null).Select(container => container.ExitCode!.Value).ToList();
        return codes.Count == 0 ? null : codes.Find(code => code != 0);
    }

    private static string? PrivateIp(AwsTask task)
        => Detail(task, "privateIPv4Address")
            ?? (task.Containers ?? []).SelectMany(container => container.NetworkInterfaces ?? []).FirstOrDefault()?.PrivateIpv4Address;

    private static string? Detail(AwsTask task, string name)
        => (task.Attachments ?? [])
            .Where(attachment => attachment.Type == "ElasticNetworkInterface" || attachment.Type == "eni")
            .SelectMany(attachment => attachment.Details ?? [])
            .FirstOrDefault(detail => detail.Name == name)?.Value;

    /// <summary>
    /// In the sandbox, the ports published on this machine; otherwise the task's own address with the ports in its definition.
    /// </summary>
    private static List<string> Endpoints(AwsTask task, TaskDefinition? definition, string? address)
    {
        var bindings = (task.Containers ?? []).SelectMany(
            container => container.NetworkBindings ?? []).Where(binding => binding.HostPort > 0).ToList();
        if (bindings.Count > 0)
        {
            return bindings
                .Select(binding => Endpoint(
                    binding.Protocol?.Value,
                    binding.ContainerPort ?? 0,
                    binding.BindIP is null or "0.0.0.0" or "" ? "127.0.0.1" : binding.BindIP,
                    binding.HostPort!.Value))
                .Distinct(StringComparer.Ordinal)
                .ToList();
        }

        return address is null || definition is null || IsInSandbox(task)
            ? []
            : TaskDefinitionMapper.Ports(definition).Select(port => Endpoint(port.Protocol, port.Number, address, port.Number)).ToList();
    }

    private static string Endpoint(string? protocol, int containerPort, string address, int port)
    {
        var scheme = protocol == "udp" ? "udp" : containerPort is 443 or 8443 ? "https" : "http";
        return $"{scheme}://{address}:{port.ToString(CultureInfo.InvariantCulture)}";
    }
}
