using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Refuses what ECS refuses in log configurations.</summary>
internal static class LogRules
{
    private static readonly string[] FargateDrivers = ["awslogs", "splunk", "awsfirelens"];

    private static readonly string[] AwslogsOptions =
    [
        "awslogs-create-group", "awslogs-region", "awslogs-group", "awslogs-stream-prefix", "awslogs-datetime-format", "awslogs-multiline-pattern",
        "mode", "max-buffer-size",
    ];

    private static readonly Regex BufferSize = new("^[0-9]+ ?([bkmg]|[kmg]i?b)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <param name="container">The container.</param>
    /// <param name="fargate">Whether the task definition requires Fargate.</param>
    /// <param name="hasRouter">Whether a container of the task routes logs with FireLens.</param>
    public static void Check(JsonObject container, bool fargate, bool hasRouter)
    {
        if (container.Object("logConfiguration") is not { } logs)
        {
            return;
        }

        var driver = logs.Text("logDriver")!;
        if (fargate && !FargateDrivers.Contains(driver))
        {
            throw EcsErrors.Client($"{driver} is not a valid log driver. Must be one of [{string.Join(", ", FargateDrivers)}]");
        }

        var options = logs.Object("options") ?? [];
        if (options.Text("mode") is { } mode && mode is not ("blocking" or "non-blocking"))
        {
            throw EcsErrors.Client("Log driver option mode must be one of [blocking,non-blocking]");
        }

        if (options.Text("max-buffer-size") is { } size && !BufferSize.IsMatch(size))
        {
            throw EcsErrors.Client($"Log driver option max-buffer-size is invalid: {size}");
        }

        switch (driver)
        {
            case "awslogs":
                CheckAwslogs(options, fargate);
                break;
            case "splunk":
                Require(logs, options, driver, "splunk-url", "splunk-token");
                break;
            case "awsfirelens" when !hasRouter:
                throw EcsErrors.Client(
                    "When awsfirelens log driver is specified in log configuration, a firelens configuration object must be specified.");
        }
    }

    private static void CheckAwslogs(JsonObject options, bool fargate)
    {
        Require(null, options, "awslogs", "awslogs-region", "awslogs-group");
        if (fargate && string.IsNullOrEmpty(options.Text("awslogs-stream-prefix")))
        {
            throw EcsErrors.Client("Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.");
        }

        var unknown = options.Select(option => option.Key).Where(name => !AwslogsOptions.Contains(name)).ToList();
        if (unknown.Count > 0)
        {
            throw EcsErrors.Client($"Log driver awslogs disallows options: {string.Join(", ", unknown)}");
        }

        if (options.Text("awslogs-create-group") is { } create && create != "true")
        {
            throw EcsErrors.Client("Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else omit option.");
        }

        if (options.Text("awslogs-datetime-format") is not null && options.Text("awslogs-multiline-pattern") is not null)
        {
            throw EcsErrors.Client("You cannot configure both the awslogs-datetime-format and awslogs-multiline-pattern options.");
        }
    }

    private static void Require(JsonObject? logs, JsonObject options, string driver, params string[] required)
    {
        var missing = required
            .Where(option => string.IsNullOrEmpty(options.Text(option)))
            .Where(option => logs?.Objects("secretOptions").Any(secret => secret.Text("name") == option) != true)
            .ToList();
        if (missing.Count > 0)
        {
            throw EcsErrors.Client($"Log driver {driver} requires options: {string.Join(", ", missing)}");
        }
    }
}
