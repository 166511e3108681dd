using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>Checks that the containers of a task fit together, before anything is created.</summary>
internal static class ContainerChecks
{
    /// <summary>A problem may quote names from a file.</summary>
    private const int LongestProblem = 500;

    // ECS limit: containers in one definition.
    private const int Maximum = 10;

    public static void All(JsonObject definition)
    {
        var containers = (definition["containerDefinitions"] as JsonArray ?? new JsonArray()).OfType<JsonObject>().ToList();
        if (containers.Count > Maximum)
        {
            throw Wrong("Container", containers.Count, $"a task can have at most {Maximum} containers.",
                "Leave some of them out, or run them as a task of their own.");
        }

        if (containers.GroupBy(Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Wrong("Container", twice.Key, "two containers have this name.", "Give each container its own name.");
        }

        if (!containers.Exists(IsEssential))
        {
            throw Wrong("Container", null, "no container of the task is essential: it would end at once.",
                "Make one container essential: New-FargateContainer -Essential");
        }

        Memory(containers, TaskSizeText.ParseMemory(TaskDefinitionDocument.Text(definition["memory"])) ?? 0);
        Dependencies(containers);
        Mounts(containers, definition["volumes"] as JsonArray ?? new JsonArray());
        if (TaskDefinitionDocument.Text(definition["runtimePlatform"]?["operatingSystemFamily"]) is { } system && system != "LINUX")
        {
            Windows(containers, definition["volumes"] as JsonArray ?? new JsonArray());
        }
    }

    private static string Name(JsonObject container) => TaskDefinitionDocument.Text(container["name"]) ?? "";

    private static bool IsEssential(JsonObject container)
        => container["essential"] is not JsonValue value || value.GetValueKind() != JsonValueKind.False;

    private static void Memory(List<JsonObject> containers, int task)
    {
        var limits = containers.Select(container
            => (Name: Name(container), Limit: TaskSizeText.ParseMemory(TaskDefinitionDocument.Text(container["memory"])) ?? 0)).ToList();
        if (limits.Find(limit => limit.Limit > task) is { Limit: > 0 } large)
        {
            throw Wrong("ContainerMemory", large.Limit, $"container '{large.Name}' would have more memory than its task, which has {task} MiB.",
                $"Use -ContainerMemory {task} or less, or a larger -Memory.");
        }
    }

    private static void Dependencies(List<JsonObject> containers)
    {
        var names = containers.Select(Name).ToList();
        foreach (var container in containers)
        {
            foreach (var dependency in Of(container))
            {
                var target = containers.Find(candidate => Name(candidate) == dependency.Container)
                    ?? throw Wrong("DependsOn", dependency.Container,
                        $"container '{Name(container)}' waits for a container that the task does not have.",
                        NearestNames.Suggest(dependency.Container, names, $"It has {string.Join(", ", names)}."));
                if (dependency.Condition == "HEALTHY" && target["healthCheck"] is null)
                {
                    throw Wrong("DependsOn", $"{dependency.Container}:HEALTHY",
                        $"container '{dependency.Container}' has no health check.",
                        $"Give it one with -HealthCheckCommand, or wait for its start: {dependency.Container}:START.");
                }

                if (dependency.Condition is "SUCCESS" or "COMPLETE" && IsEssential(target))
                {
                    throw Wrong("DependsOn", $"{dependency.Container}:{dependency.Condition}",
                        $"container '{dependency.Container}' is essential, so that the task would end with it.",
                        "Leave out -Essential for a container that ends before the others start.");
                }
            }
        }

        Cycle(containers);
    }

    private static void Cycle(List<JsonObject> containers)
    {
        var settled = new HashSet<string>(StringComparer.Ordinal);
        while (containers.Find(container
            => !settled.Contains(Name(container)) && Of(container).All(dependency => settled.Contains(dependency.Container))) is { } ready)
        {
            settled.Add(Name(ready));
        }

        var waiting = containers.Select(Name).Where(name => !settled.Contains(name)).ToList();
        if (waiting.Count > 0)
        {
            throw Wrong("DependsOn", string.Join(", ", waiting), "these containers wait for each other, so that none would ever start.",
                "Remove one of the dependencies.");
        }
    }

    private static IEnumerable<(string Container, string? Condition)> Of(JsonObject container)
        => (container["dependsOn"] as JsonArray ?? new JsonArray())
            .Select(item => (TaskDefinitionDocument.Text(item?["containerName"]) ?? "", TaskDefinitionDocument.Text(item?["condition"])));

    private static void Mounts(List<JsonObject> containers, JsonArray volumes)
    {
        var names = volumes.Select(volume => TaskDefinitionDocument.Text(volume?["name"]) ?? "").ToList();
        foreach (var container in containers)
        {
            var unknown = (container["mountPoints"] as JsonArray ?? new JsonArray())
                .Select(mount => TaskDefinitionDocument.Text(mount?["sourceVolume"]))
                .FirstOrDefault(source => source is not null && !names.Contains(source));
            if (unknown is not null)
            {
                throw Wrong("Volume", unknown, $"container '{Name(container)}' mounts a volume that the task does not have.",
                    "Add it under \"volumes\" in the file, or give it with -Volume.");
            }
        }
    }

    /// <summary>
    /// Settings that only Linux supports. Source: "Amazon ECS task definition differences for Fargate", Windows containers.
    /// </summary>
    private static void Windows(List<JsonObject> containers, JsonArray volumes)
    {
        if (volumes.FirstOrDefault(volume => volume?["efsVolumeConfiguration"] is not null) is { } efs)
        {
            throw Wrong("Volume", TaskDefinitionDocument.Text(efs["name"]), "Windows tasks cannot mount EFS.",
                "Leave out the volume, or use -OperatingSystem LINUX.");
        }

        foreach (var (member, parameter) in new[] { ("ulimits", "Ulimit"), ("linuxParameters", "InitProcess"),
            ("readonlyRootFilesystem", "ReadOnlyRootFilesystem"), ("firelensConfiguration", "LogDriver") })
        {
            var one = containers.Find(container
                => container[member] is { } value && !(value is JsonValue flag && flag.GetValueKind() == JsonValueKind.False));
            if (one is not null)
            {
                throw Wrong(parameter, Name(one), "Windows containers do not support it.",
                    $"Leave out -{parameter}, or use -OperatingSystem LINUX.");
            }
        }
    }

    private static EcsToolsException Wrong(string parameter, object? value, string problem, string remedy)
        => new(
            ErrorCode.InvalidValue(parameter).OfRecord,
            $"-{parameter}{(value is null ? "" : " " + UntrustedText.Sanitize($"{value}"))}: {UntrustedText.Sanitize(problem, LongestProblem)}",
            remedy,
            parameter,
            value);
}
