using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Maps rules to the members of the service model.</summary>
internal static class RuleJson
{
    public static JsonObject Write(ListenerRule rule)
    {
        var members = new JsonObject
        {
            ["RuleArn"] = rule.Arn,
            ["Priority"] = rule.Priority?.ToString(CultureInfo.InvariantCulture) ?? "default",
            ["Conditions"] = rule.Conditions.Select(ConditionJson.Write).ToJson(),
            ["Actions"] = Actions(rule),
            ["IsDefault"] = rule.IsDefault,
        };
        if (rule.Transforms.Count > 0)
        {
            members["Transforms"] = rule.Transforms.Select(TransformJson.Write).ToJson();
        }

        return members;
    }

    public static JsonArray Actions(ListenerRule rule) => new[] { ActionJson.Write(rule.Action, rule.Order) }.ToJson();

    /// <summary>A rule that was saved with <see cref="Write"/>.</summary>
    public static ListenerRule Read(JsonObject from, IEnumerable<JsonObject> tags)
    {
        var action = from.Objects("Actions")[0];
        return new ListenerRule
        {
            Arn = from.Text("RuleArn")!,
            Priority = from.Flag("IsDefault") == true ? null : int.Parse(from.Text("Priority")!, CultureInfo.InvariantCulture),
            Conditions = from.Objects("Conditions").Select(ReadCondition).ToList(),
            Transforms = TransformJson.Read(from.Objects("Transforms")),
            Action = ActionJson.Read(action),
            Order = action.Integer("Order"),
            Tags = new ResourceTags(tags),
        };
    }

    /// <summary>What is written has the values of a host or path twice.</summary>
    private static Balancing.Configuration.RuleCondition ReadCondition(JsonObject from)
    {
        var once = from.Copy();
        once.Remove("Values");
        once.Remove("RegexValues");
        return ConditionJson.Read(once);
    }
}
