using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Tasks;

/// <summary>Makes the definition a request asks for, in the shape of the API's RegisterTaskDefinition.</summary>
internal sealed class TaskDefinitionDocument
{
    /// <summary>Prefix of the log streams of what is registered here: the stream is prefix/container/task id.</summary>
    public const string LogStreamPrefix = "ecs";

    // What describe-task-definition prints besides: AWS's to say.
    internal static readonly string[] ReadOnlyMembers =
    [
        "taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "deregisteredAt",
        "deleteRequestedAt", "registeredBy",
    ];

    private readonly TaskDefinitionRequest _request;
    private readonly string _region;
    private readonly JsonObject _definition;

    private TaskDefinitionDocument(TaskDefinitionRequest request, string region)
    {
        TaskDefinitionChecks.Request(request);
        _request = request;
        _region = region;
        _definition = request.Json is null ? new JsonObject() : Read(request.Json);
    }

    /// <summary>The definition, without the execution role: that is made, or found, later.</summary>
    /// <exception cref="EcsToolsException">The request cannot be right; nothing was created.</exception>
    public static JsonObject Build(TaskDefinitionRequest request, string region)
    {
        var document = new TaskDefinitionDocument(request, region);
        document.Whole();
        document.Container();
        return document._definition;
    }

    private void Whole()
    {
        _definition["family"] = Family();
        Require("networkMode", "awsvpc", "A Fargate task has a network interface of its own.");
        RequireFargate();
        Platform();
        Size();
        Set("ephemeralStorage", _request.EphemeralStorage is int size ? new JsonObject { ["sizeInGiB"] = size } : null);
        Set("taskRoleArn", _request.TaskRole);
        Set("executionRoleArn", _request.ExecutionRole);
        if (_request.Tags is { Count: > 0 } tags)
        {
            _definition["tags"] = Pairs(tags, "key", "value");
        }
    }

    private string Family()
    {
        var family = _request.Family ?? Text(_definition["family"]);
        if (family is null && _request.ImageUri is { } image)
        {
            family = TaskDefinitionChecks.Suggestion(TaskImageName.Repository(TaskImageName.Check(image)));
        }

        return family is null
            ? throw Missing(
                "Family",
                "No family, and no image to name it after.",
                "Give -Family, -ImageUri or a task definition with -Path.")
            : TaskDefinitionChecks.Name(family, "Family");
    }

    private void Platform()
    {
        var known = _definition["runtimePlatform"] as JsonObject;
        var system = TaskDefinitionChecks.OperatingSystem(_request.OperatingSystem ?? Text(known?["operatingSystemFamily"]) ?? "LINUX");
        var architecture = TaskDefinitionChecks.Architecture(_request.Architecture ?? Text(known?["cpuArchitecture"]) ?? "X86_64");
        if (system != "LINUX")
        {
            TaskDefinitionChecks.Windows(architecture, _request.EphemeralStorage is not null);
        }

        _definition["runtimePlatform"] = new JsonObject { ["cpuArchitecture"] = architecture, ["operatingSystemFamily"] = system };
    }

    private void Size()
    {
        var windows = Text(_definition["runtimePlatform"]!["operatingSystemFamily"]) != "LINUX";

        // A size of the file holds only as a whole: -Cpu over it asks for the memory that goes with it.
        var said = _request.Cpu is not null || _request.Memory is not null;
        var (fileCpu, fileMemory) = (TaskSizeText.ParseCpu(Text(_definition["cpu"])), TaskSizeText.ParseMemory(
            Text(_definition["memory"])));
        var cpu = _request.Cpu ?? fileCpu;
        var memory = _request.Memory ?? fileMemory;
        var replaced = said && cpu is int units && memory is int mib && !FargateSizes.IsValid(units, mib, windows)
            && (_request.Cpu is null || _request.Memory is null);
        var (settledCpu, settledMemory) = replaced
            ? FargateSizes.Settle(_request.Cpu, _request.Memory, windows)
            : FargateSizes.Settle(cpu, memory, windows);
        _definition["cpu"] = settledCpu.ToString(CultureInfo.InvariantCulture);
        _definition["memory"] = settledMemory.ToString(CultureInfo.InvariantCulture);
    }

    private void Container()
    {
        var containers = _definition["containerDefinitions"] as JsonArray ?? new JsonArray();
        _definition["containerDefinitions"] = containers;
        var container = Chosen(containers);
        Set(container, "image", _request.ImageUri is null ? null : TaskImageName.Check(_request.ImageUri));
        Overlay(container);
        foreach (var each in containers.OfType<JsonObject>())
        {
            if (Text(each["image"]) is null)
            {
                throw Missing(
                    "ImageUri",
                    $"Container '{Text(each["name"])}' has no image.",
                    "Give -ImageUri, or pipe the image that Push-EcrImage emits.");
            }

            if (!_request.NoLog && each["logConfiguration"] is null)
            {
                each["logConfiguration"] = Logs();
            }
        }

        if (_request.LogGroup is not null && !_request.NoLog)
        {
            container["logConfiguration"] = Logs();
        }
    }

    /// <summary>The container that the parameters are for.</summary>
    private JsonObject Chosen(JsonArray containers)
    {
        var all = containers.OfType<JsonObject>().ToList();
        var name = _request.ContainerName;
        var chosen = name is not null ? all.Find(container => Text(container["name"]) == name)
            : all.Find(container => container["essential"] is not JsonValue essential || essential.GetValueKind() != JsonValueKind.False);
        if (chosen is null && all.Count > 0)
        {
            var names = all.Select(container => Text(container["name"]) ?? "").ToList();
            throw Missing(
                "ContainerName",
                $"The definition has no container '{name}'.",
                NearestNames.Suggest(name ?? "", names, $"It has {string.Join(", ", names)}."));
        }

        if (chosen is null)
        {
            chosen = new JsonObject { ["name"] = name ?? Text(_definition["family"]), ["essential"] = true };
            containers.Add((JsonNode)chosen);
        }

        return chosen;
    }

    private void Overlay(JsonObject container)
    {
        Set(container, "portMappings", _request.Ports is null ? null : new JsonArray(_request.Ports.Distinct().Select(Mapping).ToArray()));
        Set(container, "command", Texts(_request.Command));
        Set(container, "entryPoint", Texts(_request.EntryPoint));
        Set(container, "healthCheck", _request.HealthCheck is null ? null : HealthCheck(_request.HealthCheck));
        Merge(container, "environment", "value", _request.Environment);
        Merge(container, "secrets", "valueFrom", _request.Secrets);
    }

    private static JsonNode Mapping(TaskPort port)
        => new JsonObject { ["containerPort"] = port.Number, ["hostPort"] = port.Number, ["protocol"] = port.Protocol };

    private static JsonObject HealthCheck(TaskHealthCheck check)
    {
        var command = check.Command.Count > 0 && check.Command[0] is "CMD" or "CMD-SHELL" or "NONE" ? check.Command
            : check.Command.Count == 1 ? ["CMD-SHELL", check.Command[0]]
            : new[] { "CMD" }.Concat(check.Command).ToList();
        return new JsonObject
        {
            ["command"] = Texts(command),
            ["interval"] = check.Interval,
            ["timeout"] = check.Timeout,
            ["retries"] = check.Retries,
            ["startPeriod"] = check.StartPeriod == 0 ? null : check.StartPeriod,
        };
    }

    /// <summary>Variables by name: one given replaces that of the file, the others of the file stay.</summary>
    private static void Merge(JsonObject container, string member, string valueMember, IReadOnlyDictionary<string, string>? given)
    {
        if (given is null)
        {
            return;
        }

        var kept = (container[member] as JsonArray ?? new JsonArray()).OfType<JsonObject>().Where(
            item => !given.ContainsKey(Text(item["name"]) ?? ""));
        container[member] = new JsonArray(kept.Select(item => item.DeepClone())
            .Concat(Pairs(given, "name", valueMember).Select(item => item!.DeepClone()))
            .ToArray());
    }

    private JsonObject Logs() => new()
    {
        ["logDriver"] = "awslogs",
        ["options"] = new JsonObject
        {
            ["awslogs-group"] = _request.LogGroup ?? "/ecs/" + Text(_definition["family"]),
            ["awslogs-region"] = _region,
            ["awslogs-stream-prefix"] = LogStreamPrefix,
        },
    };

    private static JsonArray Pairs(IReadOnlyDictionary<string, string> pairs, string key, string value)
        => new(pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(
            pair => (JsonNode)new JsonObject { [key] = pair.Key, [value] = pair.Value ?? "" }).ToArray());

    private static JsonArray? Texts(IReadOnlyList<string>? texts)
        => texts is null ? null : new JsonArray(texts.Select(text => (JsonNode)text).ToArray());

    private void Require(string member, string value, string why)
    {
        if (Text(_definition[member]) is { } given && given != value)
        {
            throw Missing("Path", $"The definition says {member} '{given}'. {why}", $"Write \"{member}\": \"{value}\", or leave it out.");
        }

        _definition[member] = value;
    }

    private void RequireFargate()
    {
        if (_definition["requiresCompatibilities"] is JsonArray { Count: > 0 } given && !given.Any(item => Text(item) == "FARGATE"))
        {
            throw Missing(
                "Path",
                $"The definition requires {given.ToJsonString()} and not FARGATE.",
                "Write \"requiresCompatibilities\": [\"FARGATE\"], or leave it out.");
        }

        _definition["requiresCompatibilities"] = new JsonArray("FARGATE");
    }

    private void Set(string member, JsonNode? value) => Set(_definition, member, value);

    private static void Set(JsonObject json, string member, JsonNode? value)
    {
        if (value is not null)
        {
            json[member] = value;
        }
    }

    private static JsonObject Read(string text)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(
                text, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException problem)
        {
            throw new EcsToolsException(
                "InvalidTaskDefinitionFile", ErrorKind.InvalidArgument, "The task definition is no JSON: "
                    + $"{problem.Message}", "Correct the file at that line.", "Path", inner: problem);
        }

        // describe-task-definition prints the definition and its tags beside each other.
        var root = node as JsonObject ?? throw Missing(
            "Path",
            "The task definition is no JSON object.",
            "Give what 'aws ecs register-task-definition --cli-input-json' takes.");
        var definition = root["taskDefinition"] is JsonObject described ? (JsonObject)described.DeepClone() : (JsonObject)root.DeepClone();
        if (root["taskDefinition"] is JsonObject && root["tags"] is { } tags)
        {
            definition["tags"] = tags.DeepClone();
        }

        foreach (var member in ReadOnlyMembers)
        {
            definition.Remove(member);
        }

        return definition;
    }

    internal static string? Text(JsonNode? node)
        => node is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;

    private static EcsToolsException Missing(string parameter, string message, string remedy)
        => new($"Invalid{(parameter == "Path" ? "TaskDefinitionFile" : parameter)}", ErrorKind.InvalidArgument, message, remedy, parameter);
}
