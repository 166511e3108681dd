using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The network configuration of tasks with the network mode awsvpc.</summary>
internal sealed record AwsvpcConfiguration(IReadOnlyList<string> Subnets, IReadOnlyList<string> SecurityGroups, bool AssignPublicIp)
{
    /// <summary>The configuration in the member <c>networkConfiguration</c>, or null.</summary>
    public static AwsvpcConfiguration? Read(JsonObject from)
        => from.Object("networkConfiguration")?.Object("awsvpcConfiguration") is { } network
            ? new AwsvpcConfiguration(network.Texts("subnets"), network.Texts("securityGroups"), network.Text("assignPublicIp") == "ENABLED")
            : null;

    /// <summary>The member <c>networkConfiguration</c>.</summary>
    public JsonObject Write() => new()
    {
        ["awsvpcConfiguration"] = new JsonObject
        {
            ["subnets"] = Subnets.ToJson(),
            ["securityGroups"] = SecurityGroups.ToJson(),
            ["assignPublicIp"] = AssignPublicIp ? "ENABLED" : "DISABLED",
        },
    };
}
