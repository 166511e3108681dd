using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.TaskDefinitions;

/// <summary>Decides where containers send their output: the log driver of each, and the log router if one is needed.</summary>
internal static class ContainerLogs
{
    /// <summary>Prefix of the log streams in definitions that EcsTools registers. The stream name is prefix/container/task id.</summary>
    public const string StreamPrefix = "ecs";

    // "Using the AWS for Fluent Bit image" in the Amazon ECS Developer Guide.
    private const string RouterImage = "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable";
    private const string RouterName = "log-router";

    private static readonly string[] Drivers = ["awslogs", "awsfirelens", "splunk"];

    /// <summary>The driver's full name, also from its short one.</summary>
    public static string Driver(string name)
    {
        var driver = name.Trim().ToLowerInvariant() is "firelens" ? "awsfirelens" : name.Trim().ToLowerInvariant();
        return Drivers.Contains(driver, StringComparer.Ordinal)
            ? driver
            : throw new EcsToolsException(
                ErrorCodes.InvalidLogDriver, $"Fargate has no log driver '{name}'.",
                    $"Use one of {string.Join(", ", Drivers)}; awsfirelens sends logs to many other services.", "LogDriver", name);
    }

    /// <summary>The CloudWatch Logs driver.</summary>
    public static JsonObject Awslogs(string group, string region) => new()
    {
        ["logDriver"] = "awslogs",
        ["options"] = new JsonObject { ["awslogs-group"] = group, ["awslogs-region"] = region, ["awslogs-stream-prefix"] = StreamPrefix },
    };

    /// <summary>Applies the given log settings to a container.</summary>
    /// <param name="container">The container, which is changed.</param>
    /// <param name="driver">The driver; null to keep the current one.</param>
    /// <param name="options">Options of the driver, added to the existing ones or replacing them.</param>
    /// <param name="awslogs">Builds the configuration for CloudWatch Logs.</param>
    public static void Apply(JsonObject container, string? driver, IReadOnlyDictionary<string, string>? options, Func<JsonObject> awslogs)
    {
        if (driver is null && options is null)
        {
            return;
        }

        var known = container["logConfiguration"] as JsonObject;
        var wanted = driver is null ? TaskDefinitionDocument.Text(known?["logDriver"]) ?? "awslogs" : Driver(driver);
        var log = known is not null && TaskDefinitionDocument.Text(known["logDriver"]) == wanted ? (JsonObject)known.DeepClone()
            : wanted == "awslogs" ? awslogs()
            : new JsonObject { ["logDriver"] = wanted };
        var all = log["options"] as JsonObject ?? new JsonObject();
        foreach (var option in options ?? new Dictionary<string, string>())
        {
            all[option.Key] = option.Value;
        }

        if (all.Count > 0)
        {
            log["options"] = all;
        }

        container["logConfiguration"] = log;
    }

    /// <summary>Adds a log router if a container sends its output to one and the definition has none.</summary>
    public static void AddRouter(JsonArray containers)
    {
        var all = containers.OfType<JsonObject>().ToList();
        if (all.Exists(container => TaskDefinitionDocument.Text(container["logConfiguration"]?["logDriver"]) == "awsfirelens")
            && !all.Exists(container => container["firelensConfiguration"] is not null))
        {
            containers.Add((JsonNode)new JsonObject
            {
                ["name"] = RouterName,
                ["image"] = RouterImage,
                ["essential"] = true,
                ["firelensConfiguration"] = new JsonObject { ["type"] = "fluentbit" },
            });
        }
    }
}
