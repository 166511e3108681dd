using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Events;

/// <summary>Checks of a rule's target that the model does not describe.</summary>
internal static class TargetRules
{
    private const int MostTasks = 10;
    private const int MostSubnets = 16;
    private const int MostGroups = 5;

    /// <summary>Dots, and indexes in brackets. Names in brackets are refused.</summary>
    private static readonly Regex Path = new(@"\A\$(\.[^.\[\]'""]+|\[([0-9]+|\*)\])*\z", RegexOptions.CultureInvariant);

    private static readonly Regex Placeholder = new("<([A-Za-z0-9_.-]+)>", RegexOptions.CultureInvariant);

    public static bool IsCluster(string arn)
        => arn.Split(':') is { Length: >= 6 } parts && parts[2] == "ecs" && parts[5].StartsWith("cluster/", StringComparison.Ordinal);

    /// <exception cref="AwsError">ValidationException.</exception>
    public static void Check(JsonObject target, string region)
    {
        var (id, arn) = (target.Text("Id")!, target.Text("Arn")!);
        RequireArn(arn);
        CheckInput(target, id);
        CheckQueue(target.Object("DeadLetterConfig")?.Text("Arn"), region);
        if (arn.EndsWith(".fifo", StringComparison.Ordinal) && target.Object("SqsParameters") is null)
        {
            throw EventsErrors.Invalid($"Parameter(s) SqsParameters must be specified for target: {id}.");
        }

        if (!IsCluster(arn))
        {
            Require(target.Object("EcsParameters") is null, $"Parameter(s) EcsParameters not valid for target: {id}.");
            return;
        }

        CheckTask(target.Object("EcsParameters") ?? throw EventsErrors.Invalid($"Parameter(s) EcsParameters must be specified for target: {id}."), id, arn);
        Require(target.Text("RoleArn") is not null, $"RoleArn is required for target {arn}.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw EventsErrors.Invalid(message);
        }
    }

    private static void RequireArn(string arn)
    {
        if (!arn.StartsWith("arn:", StringComparison.Ordinal) || arn.Split(':').Length < 6)
        {
            throw EventsErrors.WrongArn(arn);
        }
    }

    private static void CheckInput(JsonObject target, string id)
    {
        var transformer = target.Object("InputTransformer");
        var (input, path) = (target.Text("Input"), target.Text("InputPath"));
        Require(
            new[] { input is not null, path is not null, transformer is not null }.Count(given => given) <= 1,
            $"Only one of Input, InputPath, or InputTransformer must be provided for target {id}.");
        Require(string.IsNullOrEmpty(input) || IsJson(input!), $"JSON syntax error in input for target {id}.");
        var paths = transformer?.Object("InputPathsMap") ?? [];
        foreach (var given in paths.Select(pair => (string?)pair.Value).Concat([path]))
        {
            Require(string.IsNullOrEmpty(given) || Path.IsMatch(given!), $"InputPath for target {id} is invalid.");
        }

        foreach (Match found in Placeholder.Matches(transformer?.Text("InputTemplate") ?? ""))
        {
            var name = found.Groups[1].Value;
            Require(
                paths.ContainsKey(name) || name.StartsWith("aws.events.", StringComparison.Ordinal),
                $"InputTemplate for target {id} contains invalid placeholder {name}.");
        }
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

    private static void CheckQueue(string? arn, string region)
    {
        if (arn is null)
        {
            return;
        }

        RequireArn(arn);
        var parts = arn.Split(':');
        Require(parts[2] == "sqs", $"{parts[2]} is not supported as a dead letter resource.");
        Require(!arn.EndsWith(".fifo", StringComparison.Ordinal), "SQS FIFO is not supported by Dead Letter Queues.");
        Require(parts[3] == region, $"The dead letter queue {arn} is not in the region of the rule.");
    }

    private static void CheckTask(JsonObject task, string id, string cluster)
    {
        Require(task.Integer("TaskCount") is null or (>= 1 and <= MostTasks), $"Parameter(s) TaskCount not valid for target: {id}.");
        var definition = task.Text("TaskDefinitionArn")!;
        RequireArn(definition);
        Require(
            definition.Split(':')[3] == cluster.Split(':')[3], $"Region of {cluster} does not match region of {definition}.");
        Require(
            definition.Split(':')[2] == "ecs" && definition.Split(':')[5].StartsWith("task-definition/", StringComparison.Ordinal),
            $"Parameter {definition} is not valid. Reason: Provided Arn is not in correct format.");

        var type = task.Text("LaunchType");
        var network = task.Object("NetworkConfiguration")?.Object("awsvpcConfiguration");
        Require(
            type != "FARGATE" || network is not null,
            $"Parameter NetworkConfiguration must be specified for target {id} when launch type is FARGATE.");
        foreach (var (name, given) in new[] { ("PlatformVersion", task["PlatformVersion"]), ("AssignPublicIp", network?["AssignPublicIp"]) })
        {
            Require(type != "EC2" || given is null, $"Parameter {name} for target {id} is not supported when launch type is EC2.");
        }

        Require(
            network is null || network.Texts("Subnets").Count is >= 1 and <= MostSubnets,
            $"Parameter Subnets is not valid. Reason: size must be in between 1 and {MostSubnets}.");
        Require(
            network is null || network.Texts("SecurityGroups").Count <= MostGroups,
            $"Parameter SecurityGroups is not valid. Reason: size must be in between 0 and {MostGroups}.");
    }
}
