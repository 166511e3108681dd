using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.TaskDefinitions;

/// <summary>Where containers write to: the log driver of each, and the container that routes logs where one is asked for.</summary>
internal static class ContainerLogs
{
    /// <summary>Prefix of the log streams of what is registered here: the stream is prefix/container/task id.</summary>
    public const string StreamPrefix = "ecs";

    // "Using the AWS for Fluent Bit image" of the Amazon ECS Developer Guide.
    private const string RouterImage = "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable";
    private const string RouterName = "log-router";

    private static readonly string[] Drivers = ["awslogs", "awsfirelens", "splunk"];

    /// <summary>The driver's name, also by its short one.</summary>
    public static string Driver(string name)
    {
        var driver = name.Trim().ToLowerInvariant() is "firelens" ? "awsfirelens" : name.Trim().ToLowerInvariant();
        return Drivers.Contains(driver, StringComparer.Ordinal)
            ? driver
            : throw new EcsToolsException(
                ErrorCodes.InvalidLogDriver, $"Fargate has no log driver '{name}'.",
                    $"Use one of {string.Join(", ", Drivers)}; awsfirelens sends logs to many other services.", "LogDriver", name);
    }

    /// <summary>CloudWatch Logs.</summary>
    public static JsonObject Awslogs(string group, string region) => new()
    {
        ["logDriver"] = "awslogs",
        ["options"] = new JsonObject { ["awslogs-group"] = group, ["awslogs-region"] = region, ["awslogs-stream-prefix"] = StreamPrefix },
    };

    /// <summary>Puts what is said of the log over what a container has.</summary>
    /// <param name="container">The container, which is changed.</param>
    /// <param name="driver">The driver, or null for the one it has.</param>
    /// <param name="options">Options of the driver, over those it has.</param>
    /// <param name="awslogs">Makes the configuration for CloudWatch Logs.</param>
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

    /// <summary>Adds a container that routes logs where one sends its own there and none takes them.</summary>
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
