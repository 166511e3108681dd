using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecs.Shared;

/// <summary>The errors of ECS, in its own codes.</summary>
internal static class EcsErrors
{
    public static AwsError Client(string message) => new("ClientException", message);

    public static AwsError InvalidParameter(string message) => new("InvalidParameterException", message);

    /// <summary>The error for a member of a task definition that Fargate does not have.</summary>
    public static AwsError NotOnFargate(string member) => Client($"Fargate compatible task definitions do not support {member}");

    public static AwsError ClusterNotFound() => new("ClusterNotFoundException", "Cluster not found.");

    public static AwsError ClusterInactive() => new("ClusterNotFoundException", "The referenced cluster was inactive.");

    public static AwsError ServiceNotFound() => new("ServiceNotFoundException", "Service not found.");

    public static AwsError UnknownTaskDefinition() => Client("Unable to describe task definition.");

    public static AwsError InvalidToken() => InvalidParameter("Invalid token.");

    public static AwsError UnassumableRole(string roleArn) => Client(
        $"ECS was unable to assume the role '{roleArn}' that was provided for this task. Please verify that the role being passed has the "
        + "proper trust relationship and permissions and that your IAM user has permissions to pass this role.");

    public static AwsError TokenReused(JsonArray resourceIds) => new(
        "ConflictException",
        "A request with this client token was already made with other parameters. Use a new token, or the parameters of that request.",
        members: new JsonObject { ["resourceIds"] = resourceIds });

    public static JsonObject Missing(string arn) => new() { ["arn"] = arn, ["reason"] = "MISSING" };
}
