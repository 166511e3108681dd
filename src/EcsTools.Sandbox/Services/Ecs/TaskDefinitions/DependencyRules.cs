using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Checks the dependencies between containers: each target must exist, and each condition must be able to occur.</summary>
internal static class DependencyRules
{
    public static void Check(IReadOnlyList<JsonObject> containers)
    {
        var byName = containers.ToDictionary(container => container.Text("name")!, StringComparer.Ordinal);
        foreach (var container in containers)
        {
            foreach (var dependency in container.Objects("dependsOn"))
            {
                Check(dependency, byName);
            }
        }

        var settled = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var ready = byName.Where(pair => !settled.Contains(pair.Key)
                && pair.Value.Objects("dependsOn").All(dependency => settled.Contains(dependency.Text("containerName")!))).ToList();
            if (ready.Count == 0)
            {
                break;
            }

            settled.UnionWith(ready.Select(pair => pair.Key));
        }

        if (settled.Count < byName.Count)
        {
            throw EcsErrors.Client("Container dependsOn contains a cycle");
        }
    }

    private static void Check(JsonObject dependency, Dictionary<string, JsonObject> byName)
    {
        var name = dependency.Text("containerName")!;
        if (!byName.TryGetValue(name, out var target))
        {
            throw EcsErrors.Client($"Cannot depend on container + '{name}' because it does not exist");
        }

        var condition = dependency.Text("condition");
        if (condition is "COMPLETE" or "SUCCESS" && target.Flag("essential") != false)
        {
            throw EcsErrors.Client("A dependency container with SUCCESS or COMPLETE condition cannot be an essential container");
        }

        if (condition == "HEALTHY" && target.Object("healthCheck") is null)
        {
            throw EcsErrors.Client("A dependency container with HEALTHY condition must have health check configured");
        }
    }
}
