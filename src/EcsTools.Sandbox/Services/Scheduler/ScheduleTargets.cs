using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Scheduler;

/// <summary>What a schedule can call, and what its target must have for it. Source: "Managing targets" of the EventBridge Scheduler user guide.</summary>
internal static class ScheduleTargets
{
    /// <summary>Bytes of the input of a target.</summary>
    private const int LongestInput = 256 * 1024;

    private static readonly string[] Services =
    [
        "codebuild", "codepipeline", "ecs", "events", "inspector", "kinesis", "firehose", "lambda", "sagemaker", "sns", "sqs", "states",
    ];

    private static readonly Dictionary<string, string> ServiceOf = new(StringComparer.Ordinal)
    {
        ["EcsParameters"] = "ecs",
        ["EventBridgeParameters"] = "events",
        ["KinesisParameters"] = "kinesis",
        ["SageMakerPipelineParameters"] = "sagemaker",
        ["SqsParameters"] = "sqs",
    };

    /// <exception cref="AwsError">ValidationException.</exception>
    public static void Check(JsonObject target, string region)
    {
        var arn = target.Text("Arn")!;
        var parts = arn.Split(':');
        Require(parts.Length >= 6 && parts[0] == "arn" && parts[5].Length > 0, $"Provided Arn is not in correct format: {arn}");
        var input = target.Text("Input");
        Require(
            input is null || System.Text.Encoding.UTF8.GetByteCount(input) <= LongestInput,
            $"The Input of the target has more than {LongestInput} bytes.");
        if (arn.StartsWith("arn:aws:scheduler:::aws-sdk:", StringComparison.Ordinal))
        {
            CheckUniversal(parts, input);
            return;
        }

        Require(Services.Contains(parts[2]), $"{parts[2]} is not a supported service for a target.");
        Require(parts[3] == region, $"The target ARN provided does not match the current region {region}.");
        Require(
            parts[2] != "ecs" || parts[5].StartsWith("cluster/", StringComparison.Ordinal), $"Provided Arn is not in correct format: {arn}");
        foreach (var pair in ServiceOf)
        {
            Require(target[pair.Key] is null || parts[2] == pair.Value, $"Parameters {pair.Key} not supported for the target.");
        }

        var isFifo = parts[2] == "sqs" && arn.EndsWith(".fifo", StringComparison.Ordinal);
        var needed = parts[2] switch
        {
            "ecs" => "EcsParameters",
            "events" => "EventBridgeParameters",
            "sqs" when isFifo => "SqsParameters",
            _ => null,
        };
        Require(needed is null || target[needed] is not null, $"Parameters {needed} must be specified.");
        Require(
            parts[2] != "sqs" || isFifo || target.Object("SqsParameters")?["MessageGroupId"] is null,
            "Parameters MessageGroupId not valid for the target.");
        Require(input is null || IsJson(input), "JSON syntax error in input for the target.");
    }

    private static void CheckUniversal(string[] parts, string? input)
    {
        Require(parts.Length == 8, $"Provided Arn is not in correct format: {string.Join(":", parts)}");
        var isReader = new[] { "get", "describe", "list" }.Any(verb => parts[7].StartsWith(verb, StringComparison.OrdinalIgnoreCase));
        Require(!isReader, $"{parts[7]} API is not supported.");
        Require(input is not null, "You must provide an input to set this target for your schedule.");
        Require(IsJson(input!), "JSON syntax error in input for the target.");
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonText.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw ScheduleRules.Invalid(message);
        }
    }
}
