using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>Builds the requested definition in the format of the API's RegisterTaskDefinition.</summary>
internal sealed class TaskDefinitionDocument
{
    // Members that describe-task-definition also prints but that only AWS sets.
    internal static readonly string[] ReadOnlyMembers =
    [
        "taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "deregisteredAt",
        "deleteRequestedAt", "registeredBy",
    ];

    /// <summary>A message may quote names from a file.</summary>
    private const int LongestMessage = 1000;

    private readonly TaskDefinitionRequest _request;
    private readonly string _region;
    private readonly TaskDefinitionFile? _file;
    private readonly JsonObject _definition;

    private TaskDefinitionDocument(TaskDefinitionRequest request, string region, string? account)
    {
        TaskDefinitionChecks.Request(request);
        _request = request;
        _region = region;
        _file = request.Json is null ? null : TaskDefinitionFile.Parse(request.Json, request.JsonPath);
        _definition = _file?.Definition ?? new JsonObject();
        if (request.FillIn && _file is not null)
        {
            new TaskDefinitionPlaceholders(Environment.GetEnvironmentVariable, request.ImageUri, region, account, _file.Subject).Fill(_definition);
        }

        _file?.Check(_definition, request.FillIn ? Overridden(request) : null);
    }

    /// <summary>The definition without the execution role, which is found or created later.</summary>
    /// <param name="request">The request.</param>
    /// <param name="region">The region.</param>
    /// <param name="account">The account, if the file needs it.</param>
    /// <param name="warn">Receives warnings about the file, or null.</param>
    /// <exception cref="EcsToolsException">The request is invalid. Nothing was created.</exception>
    public static JsonObject Build(TaskDefinitionRequest request, string region, string? account = null, Action<string>? warn = null)
    {
        var document = new TaskDefinitionDocument(request, region, account);
        foreach (var warning in document._file?.Warnings ?? [])
        {
            warn?.Invoke(warning);
        }

        try
        {
            document.Whole();
            document.Containers();
        }
        catch (EcsToolsException e) when (document.PlaceOf(e) is { } place)
        {
            throw new EcsToolsException(e.Code, $"{place}: {e.Message}", e.Remedy, e.Parameter, e.Target, e);
        }

        return document._definition;
    }

    /// <summary>Where the file has the value that an error is about; null if the value is from a parameter.</summary>
    private string? PlaceOf(EcsToolsException error) => _file?.PlaceOf(error.Parameter switch
    {
        "Family" when _request.Family is null => "family",
        "Cpu" when _request.Cpu is null => "cpu",
        "Memory" when _request.Memory is null => "memory",
        "Architecture" when _request.Architecture is null => "runtimePlatform.cpuArchitecture",
        "OperatingSystem" when _request.OperatingSystem is null => "runtimePlatform.operatingSystemFamily",
        _ => "",
    });

    private void Whole()
    {
        _definition["family"] = Family();
        Require("networkMode", "awsvpc", "Each Fargate task has its own network interface.");
        RequireFargate();
        Platform();
        Size();
        Set("ephemeralStorage", _request.EphemeralStorage is int size ? new JsonObject { ["sizeInGiB"] = size } : null);
        Set("taskRoleArn", _request.TaskRole);
        Set("executionRoleArn", _request.ExecutionRole);
        if (_request.Tags is { Count: > 0 } tags)
        {
            _definition["tags"] = ContainerDocument.Pairs(tags, "key", "value");
        }
    }

    private string Family()
    {
        var family = _request.Family ?? Text(_definition["family"]);
        if (family is null && _request.ImageUri is { } image)
        {
            family = EcsNameRules.Suggestion(TaskImageName.Repository(TaskImageName.Check(image)));
        }

        return family is null
            ? throw Missing("Family", "Neither a family nor an image to name it after was given.",
                "Give -Family, -ImageUri or a task definition with -Path.")
            : EcsNameRules.Name(family, "Family");
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

        // The size in the file is one unit: if -Cpu overrides it, use the memory that belongs to that CPU value.
        var said = _request.Cpu is not null || _request.Memory is not null;
        var (fileCpu, fileMemory) = (TaskSizeText.ParseCpu(Text(_definition["cpu"])),
            TaskSizeText.ParseMemory(Text(_definition["memory"])));
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

    private void Containers()
    {
        var containers = Items("containerDefinitions");
        var known = containers.Select(container => Text(container?["name"]) ?? "").ToList();
        var volumes = _definition["volumes"] as JsonArray ?? new JsonArray();
        var container = Chosen(containers);
        ContainerDocument.Apply(_request, container, volumes, AwsPartition.FromRegion(_region));
        foreach (var sidecar in _request.Sidecars ?? [])
        {
            FargateContainers.Add(sidecar, containers, volumes);
        }

        if (volumes.Count > 0)
        {
            _definition["volumes"] = volumes;
        }

        Logs(container, containers, known);
        foreach (var each in containers.OfType<JsonObject>())
        {
            if (Text(each["image"]) is not { } image || UnfilledText.InImage(image) is not null)
            {
                throw Missing(
                    "ImageUri",
                    $"{ImagePlace(containers, each)}Container '{Text(each["name"])}' has no "
                        + $"image{(UnfilledText.InImage(Text(each["image"])) is { } placeholder ? $", only the placeholder {placeholder}" : "")}.",
                    "Give -ImageUri, or pipe the image that Push-EcrImage emits.");
            }
        }

        ContainerChecks.All(_definition);
    }

    /// <summary>Where the file has the image of a container, or the container; nothing if there is no file.</summary>
    private string ImagePlace(JsonArray containers, JsonObject container)
    {
        var member = $"containerDefinitions[{containers.IndexOf(container)}]{(container["image"] is null ? "" : ".image")}";
        return _file?.PlaceOf(member) is { } place ? place + ": " : "";
    }

    /// <summary>Members of the file that parameters override.</summary>
    private static List<string> Overridden(TaskDefinitionRequest request)
        => new (string Member, object? Value)[]
        {
            ("family", request.Family), ("cpu", request.Cpu), ("memory", request.Memory), ("taskRoleArn", request.TaskRole),
            ("executionRoleArn", request.ExecutionRole), ("runtimePlatform.cpuArchitecture", request.Architecture),
            ("runtimePlatform.operatingSystemFamily", request.OperatingSystem),
        }.Where(one => one.Value is not null).Select(one => one.Member).ToList();

    /// <summary>Sends the output of every container to CloudWatch Logs unless it has another setting.</summary>
    /// <param name="chosen">The container that the request describes.</param>
    /// <param name="containers">All containers.</param>
    /// <param name="known">Names of the containers in the file.</param>
    private void Logs(JsonObject chosen, JsonArray containers, List<string> known)
    {
        if (_request.LogGroup is not null && !_request.NoLog)
        {
            chosen["logConfiguration"] = Awslogs();
        }

        ContainerLogs.Apply(chosen, _request.LogDriver, _request.LogOptions, Awslogs);
        ContainerLogs.AddRouter(containers);
        var silent = (_request.Sidecars ?? []).Where(sidecar => sidecar.NoLog).Select(sidecar => sidecar.Name).ToList();
        foreach (var each in containers.OfType<JsonObject>().Where(each => !silent.Contains(Text(each["name"]) ?? "")))
        {
            if (each["logConfiguration"] is not JsonObject log)
            {
                // A container of the file without a log setting keeps none, so that registering the file again gives the same definition.
                ContainerDocument.Set(each, "logConfiguration", _request.NoLog || known.Contains(Text(each["name"]) ?? "") ? null
                    : Awslogs());
            }
            else if (Text(log["logDriver"]) == "awslogs")
            {
                Complete(log);
            }
        }
    }

    /// <summary>Fills in the driver options that Fargate requires and that were not given.</summary>
    private void Complete(JsonObject log)
    {
        var options = log["options"] as JsonObject ?? new JsonObject();
        log["options"] = options;
        foreach (var option in ((JsonObject)Awslogs()["options"]!).ToList())
        {
            options[option.Key] ??= option.Value!.DeepClone();
        }
    }

    private JsonObject Awslogs() => ContainerLogs.Awslogs(_request.LogGroup ?? "/ecs/" + Text(_definition["family"]), _region);

    private JsonArray Items(string member)
    {
        var items = _definition[member] as JsonArray ?? new JsonArray();
        _definition[member] = items;
        return items;
    }

    /// <summary>The container that the parameters apply to.</summary>
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

    private void Require(string member, string value, string why)
    {
        if (Text(_definition[member]) is { } given && given != value)
        {
            throw _file!.Wrong(member, $"is '{UntrustedText.Sanitize(given)}'. {why}", $"Write \"{member}\": \"{value}\", or leave it out.");
        }

        _definition[member] = value;
    }

    private void RequireFargate()
    {
        if (_definition["requiresCompatibilities"] is JsonArray { Count: > 0 } given && !given.Any(item => Text(item) == "FARGATE"))
        {
            throw _file!.Wrong("requiresCompatibilities", $"is {UntrustedText.Sanitize(given.ToJsonString())}, without FARGATE.",
                "Write \"requiresCompatibilities\": [\"FARGATE\"], or leave it out.");
        }

        _definition["requiresCompatibilities"] ??= new JsonArray("FARGATE");
    }

    private void Set(string member, JsonNode? value) => ContainerDocument.Set(_definition, member, value);

    internal static string? Text(JsonNode? node)
        => node is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;

    private static EcsToolsException Missing(string parameter, string message, string remedy)
        => new(ErrorCode.InvalidValue(parameter), UntrustedText.Sanitize(message, LongestMessage), remedy, parameter);
}
