using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Maps task definitions from and to the members of the service model.</summary>
internal static class TaskDefinitionJson
{
    /// <param name="from">All members, registered and saved ones alike.</param>
    public static TaskDefinition Read(JsonObject from)
    {
        var platform = from.Object("runtimePlatform");
        return new TaskDefinition
        {
            Arn = from.Text("taskDefinitionArn")!,
            Family = from.Text("family")!,
            Revision = from.Integer("revision")!.Value,
            Status = from.Text("status") ?? TaskDefinitionStatus.Active,
            DeregisteredAt = from.Number("deregisteredAt"),
            DeleteRequestedAt = from.Number("deleteRequestedAt"),
            NetworkMode = from.Text("networkMode"),
            Cpu = from.Text("cpu"),
            Memory = from.Text("memory"),
            EphemeralStorageGiB = from.Object("ephemeralStorage")?.Integer("sizeInGiB"),
            ExecutionRoleArn = from.Text("executionRoleArn"),
            TaskRoleArn = from.Text("taskRoleArn"),
            OperatingSystemFamily = platform?.Text("operatingSystemFamily"),
            CpuArchitecture = platform?.Text("cpuArchitecture"),
            RunsOnFargate = from.Texts("compatibilities").Contains("FARGATE"),
            Containers = from.Objects("containerDefinitions").Select(ContainerDefinitionJson.Read).ToList(),
            Registered = from.Copy(),
        };
    }

    public static JsonObject Write(TaskDefinition definition)
    {
        var members = definition.Registered.Copy();
        members["status"] = definition.Status;
        members["deregisteredAt"] = definition.DeregisteredAt;
        members["deleteRequestedAt"] = definition.DeleteRequestedAt;
        return members;
    }
}
