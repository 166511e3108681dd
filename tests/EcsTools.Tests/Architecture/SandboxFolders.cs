using System;
using System.Collections.Generic;

namespace EcsTools.Tests.Architecture;

/// <summary>The folders of EcsTools.Sandbox, lowest first.</summary>
internal static class SandboxFolders
{
    public static FolderTable Table { get; } = new(new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Protocol"] = ["Http"],
        ["Protocol.Model"] = ["Protocol"],
        ["Protocol.Wire"] = ["Http", "Protocol", "Protocol.Model"],
        ["Engine"] = ["Cloud"],
        ["Engine.Docker"] = ["Engine"],
        ["Balancing.Configuration"] = ["Cloud"],
        ["Balancing.Http1"] = ["Http"],
        ["Balancing.Routing"] = ["Cloud", "Balancing.Configuration"],
        ["Balancing.Targets"] = ["Http", "Cloud", "Balancing.Configuration", "Balancing.Http1"],
        ["Balancing.Forwarding"] =
        [
            "Http", "Balancing.Configuration", "Balancing.Http1", "Balancing.Routing", "Balancing.Targets",
        ],
        ["Balancing.Certificates"] = ["Balancing.Configuration"],
        ["Balancing"] =
        [
            "Cloud", "Balancing.Configuration", "Balancing.Http1", "Balancing.Routing", "Balancing.Targets", "Balancing.Forwarding",
            "Balancing.Certificates",
        ],
        ["Registry"] = ["Protocol", "Cloud"],
        ["Registry.Http"] = ["Http", "Protocol", "Cloud", "Registry"],
        ["Services.Iam"] = ["Protocol", "Cloud"],
        ["Services.Sts"] = ["Protocol", "Cloud", "Services.Iam"],
        ["Services.Ec2"] = ["Protocol", "Cloud"],
        ["Services.Ecr"] = ["Http", "Protocol", "Cloud", "Registry", "Registry.Http", "Services.Iam"],
        ["Services.EcrPublic"] = ["Protocol", "Cloud", "Registry", "Services.Ecr"],
        ["Services.Certificates"] = ["Protocol", "Cloud"],
        ["Services.Logs"] = ["Protocol", "Cloud"],
        ["Services.Secrets"] = ["Protocol", "Cloud"],
        ["Services.Ecs.Shared"] = ["Protocol", "Cloud", "Services.Iam"],
        ["Services.Ecs.Clusters"] = ["Protocol", "Cloud", "Services.Ecs.Shared"],
        ["Services.Ecs.TaskDefinitions"] = ["Protocol", "Cloud", "Engine", "Services.Ecs.Shared"],
        ["Services.Ecs.Tasks"] =
        [
            "Protocol", "Cloud", "Engine", "Registry", "Services.Ec2", "Services.Ecr", "Services.Logs", "Services.Secrets", "Services.Ecs.Shared",
            "Services.Ecs.Clusters", "Services.Ecs.TaskDefinitions",
        ],
        ["Services.Ecs.Services"] =
        [
            "Protocol", "Cloud", "Engine", "Services.Ecs.Shared", "Services.Ecs.Clusters", "Services.Ecs.TaskDefinitions",
            "Services.Ecs.Tasks",
        ],
        ["Services.Ecs.Exec"] =
        [
            "Http", "Protocol", "Cloud", "Engine", "Services.Ecs.Shared", "Services.Ecs.Clusters", "Services.Ecs.Tasks",
        ],
        ["Services.Ecs"] =
        [
            "Http", "Protocol", "Cloud", "Engine", "Services.Ecs.Shared", "Services.Ecs.Clusters", "Services.Ecs.TaskDefinitions",
            "Services.Ecs.Tasks", "Services.Ecs.Services", "Services.Ecs.Exec",
        ],
        ["Services.LoadBalancing"] =
        [
            "Protocol", "Cloud", "Balancing.Configuration", "Balancing.Routing", "Services.Ec2", "Services.Certificates", "Services.Ecs",
        ],
        ["Services.Metrics"] = ["Protocol", "Cloud"],
        ["Services.Tagging"] = ["Protocol", "Cloud"],
        ["Services.Stacks"] = ["Protocol", "Cloud"],
        ["Services.Scheduling"] = ["Cloud"],
        ["Services.ScheduleTargets"] = ["Protocol", "Cloud", "Services.Iam", "Services.Ecs.Shared", "Services.Ecs"],
        ["Services.Scheduler"] = ["Protocol", "Cloud", "Services.Iam", "Services.Scheduling", "Services.ScheduleTargets"],
        ["Services.Events"] = ["Protocol", "Cloud", "Services.Iam", "Services.Scheduling", "Services.ScheduleTargets"],
        ["Services.AutoScaling"] =
        [
            "Protocol", "Cloud", "Engine", "Services.Ecs.Tasks", "Services.Ecs.Services", "Services.Ecs", "Services.Scheduling",
        ],
        ["Api"] = ["Http", "Protocol", "Protocol.Model", "Protocol.Wire", "Cloud", "Services.Iam", "Services.Ec2", "Services.LoadBalancing"],
        ["State"] = ["Protocol", "Cloud"],
        [NamespaceEdges.Root] =
        [
            "Http", "Cloud", "Engine", "Engine.Docker", "Balancing", "Balancing.Configuration", "Services.Iam", "Services.Sts", "Services.Ec2",
            "Services.Ecr", "Services.EcrPublic", "Services.Logs", "Services.Ecs", "Services.Scheduler", "Services.Events", "Services.AutoScaling",
            "Services.Certificates", "Services.LoadBalancing", "Services.Metrics", "Services.Secrets", "Services.Stacks", "Services.Tagging", "Api", "State",
        ],
    });
}
