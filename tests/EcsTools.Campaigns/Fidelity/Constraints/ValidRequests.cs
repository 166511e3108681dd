using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Campaigns.Fidelity.Models;

namespace EcsTools.Campaigns.Fidelity.Constraints;

/// <summary>A request of an operation that its model allows: every required member, and no other.</summary>
internal static class ValidRequests
{
    /// <summary>What a service demands without its model saying so, by service and operation. It is merged over what the model demands.</summary>
    private static readonly Dictionary<string, string> Unsaid = new(StringComparer.Ordinal)
    {
        ["ecs RegisterTaskDefinition"] = """{ "containerDefinitions": [{ "name": "web", "image": "web", "memory": 128 }] }""",
        ["ec2 CreateTags"] = """{ "Tags": [{ "Key": "a", "Value": "b" }] }""",
        ["events PutTargets"] = """{ "Targets": [{ "Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:jobs" }] }""",
        ["ecs CreateService"] = """{ "taskDefinition": "web", "desiredCount": 1 }""",
    };

    /// <summary>Values of members that a service reads more strictly than its model, by service and member.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["application-autoscaling ResourceId"] = "service/shop/web",
        ["application-autoscaling ScalableDimension"] = "ecs:service:DesiredCount",
    };

    public static JsonObject Create(ServiceDescription service, OperationDescription operation)
    {
        var valid = ValidValues.Create(operation.Input!).AsObject();
        foreach (var name in valid.Select(pair => pair.Key).ToList())
        {
            if (Values.TryGetValue($"{service.SigningName} {name}", out var value))
            {
                valid[name] = value;
            }
        }

        return (Unsaid.TryGetValue($"{service.SigningName} {operation.Name}", out var more) ? JsonMerge.Merge(valid, JsonNode.Parse(more)) : valid)!.AsObject();
    }
}
