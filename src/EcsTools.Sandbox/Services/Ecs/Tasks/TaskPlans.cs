using System;
using System.Linq;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Makes the plan of a task from its definition and its overrides.</summary>
internal static class TaskPlans
{
    public static TaskPlan Of(string id, TaskRequest request)
    {
        var (definition, overrides) = (request.Definition, request.Overrides);
        return new TaskPlan
        {
            Id = id,
            Cluster = request.Cluster,
            Family = definition.Family,
            Cpu = (overrides.Cpu ?? definition.Cpu) is { } cpu ? FargateSize.CpuUnits(cpu) : 0,
            Memory = (overrides.Memory ?? definition.Memory) is { } memory ? FargateSize.MemoryMiB(memory) : 0,
            Platform = Platform(definition),
            ExecutionRoleArn = overrides.ExecutionRoleArn ?? definition.ExecutionRoleArn,
            TaskRoleArn = overrides.TaskRoleArn ?? definition.TaskRoleArn,
            EnableExecuteCommand = request.EnableExecuteCommand,
            OfService = request.Group.StartsWith("service:", StringComparison.Ordinal),
            Connect = request.Connect,
            Containers = definition.Containers.Select(container => Container(container, request, id)).ToList(),
        };
    }

    private static string Platform(TaskDefinition definition)
    {
        var system = definition.OperatingSystemFamily?.StartsWith("WINDOWS", StringComparison.Ordinal) == true ? "windows" : "linux";
        return system + (definition.CpuArchitecture == "ARM64" ? "/arm64" : "/amd64");
    }

    private static ContainerPlan Container(ContainerDefinition container, TaskRequest request, string id)
    {
        var over = request.Overrides.Containers.FirstOrDefault(item => item.Name == container.Name);
        return (over?.Apply(container.Plan) ?? container.Plan) with
        {
            Logs = container.Logs?.Plan(container.Name, id),
            Digest = request.Digests.TryGetValue(container.Name, out var digest) ? digest : null,
        };
    }
}
