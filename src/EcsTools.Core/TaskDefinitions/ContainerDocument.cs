using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Network;

namespace EcsTools.TaskDefinitions;

/// <summary>Applies the settings in a request to a container definition in the format of the API.</summary>
internal static class ContainerDocument
{
    private static readonly Regex FileArn = new(@"^arn:aws[\w-]*:s3:::[^/]+/.+\.env$", RegexOptions.CultureInvariant);
    private static readonly Regex FileUri = new(@"^s3://(?<bucket>[^/]+)/(?<key>.+\.env)$", RegexOptions.CultureInvariant);

    /// <param name="request">The settings.</param>
    /// <param name="container">The container's definition, which is changed.</param>
    /// <param name="volumes">The task's volumes; those of the container are added.</param>
    /// <param name="partition">Partition for the ARNs.</param>
    public static void Apply(ContainerRequest request, JsonObject container, JsonArray volumes, string partition)
    {
        Set(container, "image", request.ImageUri is null ? null : TaskImageName.Check(request.ImageUri));
        Set(
            container,
            "repositoryCredentials",
            PullSecrets.NameOf(request, TaskDefinitionDocument.Text(container["image"])) is { } secret
                ? new JsonObject { ["credentialsParameter"] = secret } : null);
        Set(container, "portMappings",
            Items(request.Ports?.Distinct(), Port));
        Set(container, "command", Texts(request.Command));
        Set(container, "entryPoint", Texts(request.EntryPoint));
        Set(container, "healthCheck", HealthCheck(request.HealthCheck, container["healthCheck"] as JsonObject));
        Merge(container, "environment", "value", request.Environment);
        Merge(container, "secrets", "valueFrom", request.Secrets);
        Set(container, "environmentFiles",
            Items(request.EnvironmentFiles, file => new JsonObject { ["type"] = "s3", ["value"] = EnvironmentFile(file, partition) }));
        Set(container, "ulimits", Items(request.Ulimits, limit => limit.ToNode()));
        Set(container, "dependsOn", Items(request.DependsOn, dependency => dependency.ToNode()));
        Set(container, "memory", request.ContainerMemory);
        Set(container, "cpu", request.ContainerCpu);
        Set(container, "stopTimeout", request.StopTimeout);
        Set(container, "user", request.User);
        Set(container, "workingDirectory", request.WorkingDirectory);
        Set(container, "readonlyRootFilesystem", request.ReadOnlyRootFilesystem);
        Set(container, "pseudoTerminal", request.PseudoTerminal);
        Set(container, "interactive", request.Interactive);
        Set(container, "dockerLabels", request.Labels is null ? null : Members(request.Labels));
        Set(container, "systemControls", request.KernelParameters is null ? null : Pairs(request.KernelParameters, "namespace", "value"));
        Linux(request, container);
        Mount(request.Volumes, container, volumes);
    }

    private static JsonObject Port(TaskPort port)
    {
        var mapping = new JsonObject { ["containerPort"] = port.Number, ["hostPort"] = port.Number, ["protocol"] = port.Protocol };
        Set(mapping, "name", port.Name);
        return mapping;
    }

    /// <summary>Pairs as a list of objects, ordered by name.</summary>
    public static JsonArray Pairs(IReadOnlyDictionary<string, string> pairs, string key, string value)
        => new(pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (JsonNode)new JsonObject { [key] = pair.Key, [value] = pair.Value ?? "" }).ToArray());

    public static void Set(JsonObject json, string member, JsonNode? value)
    {
        if (value is not null)
        {
            json[member] = value;
        }
    }

    private static void Linux(ContainerRequest request, JsonObject container)
    {
        var linux = (JsonObject?)(container["linuxParameters"] as JsonObject)?.DeepClone() ?? new JsonObject();
        Set(linux, "initProcessEnabled", request.InitProcess);
        if (request.AddedCapabilities is not null || request.DroppedCapabilities is not null)
        {
            var capabilities = new JsonObject();
            Set(capabilities, "add", Texts(request.AddedCapabilities));
            Set(capabilities, "drop", Texts(request.DroppedCapabilities));
            linux["capabilities"] = capabilities;
        }

        if (linux.Count > 0)
        {
            container["linuxParameters"] = linux;
        }
    }

    private static JsonObject Members(IReadOnlyDictionary<string, string> pairs)
        => new(pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new KeyValuePair<string, JsonNode?>(pair.Key, pair.Value)));

    private static JsonObject? HealthCheck(TaskHealthCheck? check, JsonObject? known)
    {
        if (check is null || check.IsEmpty)
        {
            return null;
        }

        if (check.Command is null && known?["command"] is null)
        {
            throw new EcsToolsException(
                ErrorCodes.HealthCheckWithoutCommand,
                "The container has no health check to change.",
                "Give the command of the health check, with a program that is in the image: -HealthCheckCommand 'wget -qO- http://localhost/ || exit 1'.",
                "HealthCheckCommand");
        }

        var json = (JsonObject?)known?.DeepClone() ?? new JsonObject();
        Set(json, "command", Texts(Command(check.Command)));
        json["interval"] = check.Interval ?? Number(known, "interval") ?? 30;
        json["timeout"] = check.Timeout ?? Number(known, "timeout") ?? 5;
        json["retries"] = check.Retries ?? Number(known, "retries") ?? 3;
        Set(json, "startPeriod", check.StartPeriod is 0 && known is null ? null : check.StartPeriod);
        return json;
    }

    private static IReadOnlyList<string>? Command(IReadOnlyList<string>? command) => command switch
    {
        null => null,
        ["CMD" or "CMD-SHELL" or "NONE", ..] => command,
        [var line] => ["CMD-SHELL", line],
        _ => new[] { "CMD" }.Concat(command).ToList(),
    };

    /// <summary>Variables by name. A given variable replaces the one in the file; the other variables in the file stay.</summary>
    private static void Merge(JsonObject container, string member, string valueMember, IReadOnlyDictionary<string, string>? given)
    {
        if (given is null)
        {
            return;
        }

        var kept = (container[member] as JsonArray ?? new JsonArray()).OfType<JsonObject>()
            .Where(item => !given.ContainsKey(TaskDefinitionDocument.Text(item["name"]) ?? ""));
        container[member] = new JsonArray(kept.Select(item => item.DeepClone())
            .Concat(Pairs(given, "name", valueMember).Select(item => item!.DeepClone()))
            .ToArray());
    }

    /// <summary>Mounts by path. A given mount replaces the one at the same path in the file.</summary>
    private static void Mount(IReadOnlyList<TaskVolume>? given, JsonObject container, JsonArray volumes)
    {
        if (given is null)
        {
            return;
        }

        var paths = given.Select(volume => volume.Path).ToList();
        var kept = (container["mountPoints"] as JsonArray ?? new JsonArray()).OfType<JsonObject>()
            .Where(mount => !paths.Contains(TaskDefinitionDocument.Text(mount["containerPath"]) ?? ""));
        container["mountPoints"] = new JsonArray(kept.Select(mount => mount.DeepClone())
            .Concat(given.Select(volume => volume.ToMountPoint())).ToArray());
        foreach (var volume in given)
        {
            AddVolume(volumes, volume.ToVolume());
        }
    }

    /// <summary>Adds a volume, or replaces the one with the same name.</summary>
    public static void AddVolume(JsonArray volumes, JsonObject volume)
    {
        var name = TaskDefinitionDocument.Text(volume["name"]);
        if (volumes.FirstOrDefault(candidate => TaskDefinitionDocument.Text(candidate?["name"]) == name) is { } known)
        {
            volumes.Remove(known);
        }

        volumes.Add((JsonNode)volume);
    }

    private static string EnvironmentFile(string file, string partition)
        => FileArn.IsMatch(file) ? file
            : FileUri.Match(file) is { Success: true } match
                ? $"arn:{partition}:s3:::{match.Groups["bucket"].Value}/{match.Groups["key"].Value}"
            : throw new EcsToolsException(
                ErrorCodes.InvalidEnvironmentFile,
                $"'{file}' is not an environment file that ECS can read: it must be in S3, and its name must end with .env.",
                "Upload it, and give s3://bucket/key.env or its ARN, arn:aws:s3:::bucket/key.env.",
                "EnvironmentFile",
                file);

    private static int? Number(JsonObject? json, string member)
        => int.TryParse(TaskDefinitionDocument.Text(json?[member]), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    private static JsonArray? Items<T>(IEnumerable<T>? items, Func<T, JsonNode> toNode)
        => items is null ? null : new JsonArray(items.Select(toNode).ToArray());

    private static JsonArray? Texts(IReadOnlyList<string>? texts) => Items(texts, text => (JsonNode)text);
}
