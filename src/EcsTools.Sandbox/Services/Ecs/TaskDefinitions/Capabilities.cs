using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>What ECS derives from a task definition: where it can run, and which capabilities that requires.</summary>
internal static class Capabilities
{
    public static JsonArray Compatibilities(JsonObject definition)
    {
        // ECS lists EC2 first. It adds Fargate if the definition meets the rules of Fargate, whether it requires Fargate or not.
        var fargate = definition.Texts("requiresCompatibilities").Contains("FARGATE")
            || (definition.Text("networkMode") == "awsvpc"
                && definition.Text("cpu") is { } cpu && definition.Text("memory") is { } memory
                && FargateSize.Exists(FargateSize.CpuUnits(cpu), FargateSize.MemoryMiB(memory)));
        return (fargate ? new[] { "EC2", "FARGATE" } : ["EC2"]).ToJson();
    }

    public static JsonArray Of(JsonObject definition)
    {
        var names = new SortedSet<string>(System.StringComparer.Ordinal);
        Add(definition.Text("networkMode") == "awsvpc", "ecs.capability.task-eni", "com.amazonaws.ecs.capability.docker-remote-api.1.18");
        Add(definition.Text("taskRoleArn") is not null, "com.amazonaws.ecs.capability.task-iam-role");
        foreach (var container in definition.Objects("containerDefinitions"))
        {
            Add(container.Text("image")!.Contains(".dkr.ecr."), "com.amazonaws.ecs.capability.ecr-auth", "ecs.capability.execution-role-ecr-pull");
            Add(container.Object("healthCheck") is not null, "ecs.capability.container-health-check");
            Add(container.Objects("secrets").Count > 0, "ecs.capability.secrets.ssm.environment-variables");
            Add(container.Object("repositoryCredentials") is not null, "ecs.capability.private-registry-authentication.secretsmanager");
            Add(
                container.Objects("dependsOn").Count > 0 || container.Integer("startTimeout") is not null || container.Integer("stopTimeout") is not null,
                "ecs.capability.container-ordering");
            if (container.Object("logConfiguration")?.Text("logDriver") is { } driver)
            {
                Add(true, "com.amazonaws.ecs.capability.logging-driver." + driver, "com.amazonaws.ecs.capability.docker-remote-api.1.19");
                Add(driver == "awslogs", "ecs.capability.execution-role-awslogs");
            }
        }

        return names.Select(name => new JsonObject { ["name"] = name }).ToJson();

        void Add(bool when, params string[] needed)
        {
            if (when)
            {
                names.UnionWith(needed);
            }
        }
    }
}
