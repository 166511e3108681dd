using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>The settings of the account. They have the values of a new AWS account.</summary>
internal sealed class AccountSettingOperations
{
    private static readonly (string Name, string Value)[] Defaults =
    [
        ("awsvpcTrunking", "disabled"),
        ("containerInsights", "disabled"),
        ("containerInstanceLongArnFormat", "enabled"),
        ("defaultLogDriverMode", "non-blocking"),
        ("fargateFIPSMode", "disabled"),
        ("fargateTaskRetirementWaitPeriod", "7"),
        ("guardDutyActivate", "off"),
        ("serviceLongArnFormat", "enabled"),
        ("tagResourceAuthorization", "off"),
        ("taskLongArnFormat", "enabled"),
    ];

    public JsonObject List(SandboxCall call)
    {
        // Without effectiveSettings, ECS lists only settings that were changed, and here none can be changed.
        var settings = call.Input.Flag("effectiveSettings") == true ? Defaults : [];
        var principal = call.Input.Text("principalArn") ?? call.Principal.Arn;
        var found = settings
            .Where(setting => call.Input.Text("name") is not { } name || name == setting.Name)
            .Where(setting => call.Input.Text("value") is not { } value || value == setting.Value)
            .Select(setting => new JsonObject { ["name"] = setting.Name, ["value"] = setting.Value, ["principalArn"] = principal, ["type"] = "user" });
        return new JsonObject { ["settings"] = found.ToJson() };
    }
}
