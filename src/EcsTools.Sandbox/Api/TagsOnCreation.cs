using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Api;

/// <summary>
/// Creating something with tags also takes the permission to tag it. Source: the Service Authorization Reference, and the API references of
/// CreateLogGroup ("you must have either the logs:TagResource or logs:TagLogGroup permission") and of the others.
/// </summary>
internal static class TagsOnCreation
{
    /// <summary>The action that a request with tags needs besides its own; null if it creates nothing or has no tags.</summary>
    public static string? ActionOf(string service, string operation, JsonObject input) => service switch
    {
        "ec2" when operation.StartsWith("Create", StringComparison.Ordinal) && HasTags(input, "TagSpecifications") => "ec2:CreateTags",
        "ecr" when operation == "CreateRepository" && HasTags(input, "tags") => "ecr:TagResource",
        "ecs" when operation is "CreateCluster" or "CreateService" or "RegisterTaskDefinition" or "RunTask" && HasTags(input, "tags") => "ecs:TagResource",
        "elasticloadbalancing" when operation.StartsWith("Create", StringComparison.Ordinal) && HasTags(input, "Tags") => "elasticloadbalancing:AddTags",
        "events" when operation == "PutRule" && HasTags(input, "Tags") => "events:TagResource",
        "iam" when operation is "CreateRole" or "CreateUser" or "CreatePolicy" && HasTags(input, "Tags") => "iam:Tag" + operation.Substring("Create".Length),
        "logs" when operation == "CreateLogGroup" && HasTags(input, "tags") => "logs:TagResource",
        "scheduler" when operation == "CreateScheduleGroup" && HasTags(input, "Tags") => "scheduler:TagResource",
        "secretsmanager" when operation == "CreateSecret" && HasTags(input, "Tags") => "secretsmanager:TagResource",
        _ => null,
    };

    /// <summary>The resources to tag: those of the request, or what it is going to create.</summary>
    public static IReadOnlyList<string> ResourcesOf(string operation, IReadOnlyList<string> resources, Func<string, string> ecsArn) => operation switch
    {
        "RunTask" => new[] { ecsArn("task/*") },
        "RegisterTaskDefinition" => new[] { ecsArn("task-definition/*") },

        // What is created has an ARN below that of its parent.
        "CreateListener" => resources.Select(resource => resource.Replace(":loadbalancer/", ":listener/") + "/*").ToList(),
        "CreateRule" => resources.Select(resource => resource.Replace(":listener/", ":listener-rule/") + "/*").ToList(),

        // A log group has no stream when it is created.
        "CreateLogGroup" => resources.Select(resource => resource.Replace(":log-stream:", "")).ToList(),
        _ => resources,
    };

    private static bool HasTags(JsonObject input, string member) => input[member] switch
    {
        JsonArray list => list.Count > 0,
        JsonObject map => map.Count > 0,
        _ => false,
    };
}
