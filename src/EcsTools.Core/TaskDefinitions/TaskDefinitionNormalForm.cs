using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// A task definition as paths and values. AWS's defaults are filled in, and lists without an order are keyed by name. So two definitions
/// with the same effect are equal here, whoever wrote them.
/// </summary>
internal static class TaskDefinitionNormalForm
{
    private const string Masked = "(hidden)";

    private static readonly Regex Sensitive =
        new("pass|pwd|secret|token|credential|api_?key|private_?key|access_?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The key of each list whose order has no meaning.</summary>
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["containerDefinitions"] = ["name"],
        ["environment"] = ["name"],
        ["secrets"] = ["name"],
        ["secretOptions"] = ["name"],
        ["volumes"] = ["name"],
        ["portMappings"] = ["containerPort", "protocol"],
        ["mountPoints"] = ["containerPath"],
        ["ulimits"] = ["name"],
        ["dependsOn"] = ["containerName"],
        ["systemControls"] = ["namespace"],
        ["environmentFiles"] = ["value"],
    };

    /// <summary>
    /// The fields in which <paramref name="wanted"/> differs from <paramref name="current"/>, by path; empty if both have the same effect.
    /// </summary>
    public static IReadOnlyList<FieldChange> Differences(JsonObject? current, JsonObject wanted)
    {
        var from = current is null ? new SortedDictionary<string, string>(StringComparer.Ordinal) : Of(current);
        var to = Of(wanted);
        return from.Keys.Union(to.Keys, StringComparer.Ordinal)
            .OrderBy(path => path, StringComparer.Ordinal)
            .Select(path => (path, before: Value(from, path), after: Value(to, path)))
            .Where(field => field.before != field.after)
            .Select(field => new FieldChange(field.path, Mask(field.path, field.before), Mask(field.path, field.after)))
            .ToList();
    }

    /// <summary>Paths and values of a definition.</summary>
    public static SortedDictionary<string, string> Of(JsonObject definition)
    {
        var copy = (JsonObject)definition.DeepClone();
        foreach (var member in TaskDefinitionDocument.ReadOnlyMembers.Append("tags"))
        {
            copy.Remove(member);
        }

        Defaults(copy);
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Flatten(copy, "", "", fields);
        return fields;
    }

    /// <summary>Names of plain environment variables that have a value and look as if that value should be secret.</summary>
    public static IEnumerable<string> SensitiveVariables(JsonObject definition)
        => (definition["containerDefinitions"] as JsonArray ?? new JsonArray())
            .SelectMany(container => container?["environment"] as JsonArray ?? new JsonArray())
            .Where(variable => !string.IsNullOrEmpty(TaskDefinitionDocument.Text(variable?["value"])))
            .Select(variable => TaskDefinitionDocument.Text(variable?["name"]) ?? "")
            .Where(name => Sensitive.IsMatch(name))
            .Distinct(StringComparer.Ordinal);

    private static void Defaults(JsonObject definition)
    {
        definition["cpu"] = Number(TaskSizeText.ParseCpu(TaskDefinitionDocument.Text(definition["cpu"])));
        definition["memory"] = Number(TaskSizeText.ParseMemory(TaskDefinitionDocument.Text(definition["memory"])));
        var platform = definition["runtimePlatform"] as JsonObject ?? new JsonObject();
        platform["cpuArchitecture"] ??= "X86_64";
        platform["operatingSystemFamily"] ??= "LINUX";
        definition["runtimePlatform"] = platform;
        RemoveWhere(definition, "enableFaultInjection", "false");
        foreach (var container in (definition["containerDefinitions"] as JsonArray ?? new JsonArray()).OfType<JsonObject>())
        {
            ContainerDefaults(container);
        }
    }

    private static void ContainerDefaults(JsonObject container)
    {
        container["essential"] ??= true;
        RemoveWhere(container, "cpu", "0");
        RemoveWhere(container, "versionConsistency", "enabled");
        foreach (var flag in new[] { "privileged", "readonlyRootFilesystem", "interactive", "pseudoTerminal", "disableNetworking" })
        {
            RemoveWhere(container, flag, "false");
        }

        foreach (var mapping in (container["portMappings"] as JsonArray ?? new JsonArray()).OfType<JsonObject>())
        {
            mapping["protocol"] ??= "tcp";

            // With awsvpc the two ports are the same, and AWS fills in the host port.
            mapping.Remove("hostPort");
        }

        if (container["healthCheck"] is JsonObject check)
        {
            check["interval"] ??= 30;
            check["timeout"] ??= 5;
            check["retries"] ??= 3;
            RemoveWhere(check, "startPeriod", "0");
        }

        if (container["logConfiguration"]?["options"] is JsonObject options)
        {
            RemoveWhere(options, "mode", "non-blocking");
        }
    }

    private static void Flatten(JsonNode? node, string path, string member, SortedDictionary<string, string> fields)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var pair in json)
                {
                    Flatten(pair.Value, path.Length == 0 ? pair.Key : path + "." + pair.Key, pair.Key, fields);
                }

                break;
            case JsonArray array when Keys.TryGetValue(member, out var keys) && array.All(item => item is JsonObject):
                foreach (var item in array.OfType<JsonObject>())
                {
                    FlattenKeyed(item, keys, path, fields);
                }

                break;
            case JsonArray { Count: > 0 } array:
                fields[path] = array.ToJsonString();
                break;
            case JsonValue value:
                fields[path] = TaskDefinitionDocument.Text(value)!;
                break;
        }
    }

    private static void FlattenKeyed(JsonObject item, string[] keys, string path, SortedDictionary<string, string> fields)
    {
        var at = $"{path}[{string.Join("/", keys.Select(key => TaskDefinitionDocument.Text(item[key]) ?? ""))}]";
        var rest = item.Where(pair => !keys.Contains(pair.Key, StringComparer.Ordinal) && pair.Value is not null).ToList();
        if (rest.Count == 0)
        {
            fields[at] = "present";
        }
        else if (rest.Count == 1 && rest[0].Key is "value" or "valueFrom")
        {
            fields[at] = TaskDefinitionDocument.Text(rest[0].Value) ?? "";
        }
        else
        {
            rest.ForEach(pair => Flatten(pair.Value, at + "." + pair.Key, pair.Key, fields));
        }
    }

    private static void RemoveWhere(JsonObject json, string member, string value)
    {
        if (json[member] is JsonValue found && string.Equals(TaskDefinitionDocument.Text(found), value, StringComparison.OrdinalIgnoreCase))
        {
            json.Remove(member);
        }
    }

    private static string? Value(SortedDictionary<string, string> fields, string path)
        => fields.TryGetValue(path, out var value) ? value : null;

    private static string? Mask(string path, string? value)
    {
        var name = path.LastIndexOf(".environment[", StringComparison.Ordinal);
        return value is not null && name >= 0 && Sensitive.IsMatch(path.Substring(name)) ? Masked : value;
    }

    private static JsonNode? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
