using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Registry;

namespace EcsTools.Sandbox.Services.Ecr;

/// <summary>
/// Checks a lifecycle policy by the rules of the ECR user guide ("Lifecycle policy properties"): what a rule must and must not have,
/// priorities that are unique, and one for any image last.
/// </summary>
internal static class LifecyclePolicyText
{
    private const int RuleLimit = 50;
    private const int WildcardLimit = 4;

    private static readonly string[] CountTypes =
    {
        "imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned",
    };

    /// <exception cref="AwsError">InvalidParameterException that says what is wrong.</exception>
    public static void Check(string text)
    {
        try
        {
            var policy = JsonText.Parse(text) as JsonObject ?? throw Unreadable();
            var rules = policy["rules"] is JsonArray array
                ? array.Select(rule => rule as JsonObject ?? throw Unreadable()).ToList()
                : throw Missing("rules");
            Allow(policy, "rules");
            Require(rules.Count >= 1, $"array is too short: must have at least 1 elements but instance has {rules.Count} elements");
            Require(rules.Count <= RuleLimit, $"array is too long: must have at most {RuleLimit} elements but instance has {rules.Count} elements");
            rules.ForEach(CheckRule);
            CheckPriorities(rules);
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    private static void CheckRule(JsonObject rule)
    {
        Allow(rule, "rulePriority", "description", "selection", "action");
        var priority = rule["rulePriority"] is null ? throw Missing("rulePriority") : rule.Number("rulePriority") ?? throw Unreadable();
        Require(priority == Math.Floor(priority), "instance type (number) does not match any allowed primitive type (allowed: [\"integer\"])");
        Require(priority >= 1, "numeric instance is lower than the required minimum (minimum: 1, found: " + rule["rulePriority"]!.ToJsonString() + ")");
        Require(rule["description"] is null || rule.Text("description") is not null, "description must be a string");
        CheckSelection(rule.Object("selection") ?? throw Missing("selection"));
        CheckAction(rule.Object("action") ?? throw Missing("action"));
    }

    private static void CheckSelection(JsonObject selection)
    {
        Allow(selection, "tagStatus", "tagPatternList", "tagPrefixList", "storageClass", "countType", "countUnit", "countNumber");
        var status = selection.Text("tagStatus") ?? throw Missing("tagStatus");
        Require(status is "tagged" or "untagged" or "any", "tagStatus must be one of tagged, untagged, any");
        CheckTagLists(selection, status);
        Require(
            selection["storageClass"] is null || selection.Text("storageClass") is "standard" or "archive",
            "storageClass must be one of standard, archive");

        var countType = selection.Text("countType") ?? throw Missing("countType");
        Require(CountTypes.Contains(countType), $"countType must be one of {string.Join(", ", CountTypes)}");
        Require(
            selection.Number("countNumber") is >= 1 and var count && count == Math.Floor(count),
            "countNumber must be an integer of at least 1");
        Require(
            selection.Text("storageClass") != "archive" || countType == "sinceImageTransitioned",
            "SINCE_IMAGE_PUSHED, SINCE_IMAGE_PULLED and IMAGE_COUNT_MORE_THAN support the STANDARD storage class only");
        if (countType == "imageCountMoreThan")
        {
            Require(selection["countUnit"] is null, "countUnit must not be set with countType imageCountMoreThan");
        }
        else
        {
            Require(selection.Text("countUnit") == "days", $"countUnit must be days with countType {countType}");
        }
    }

    private static void CheckTagLists(JsonObject selection, string status)
    {
        var prefixes = Strings(selection, "tagPrefixList");
        var patterns = Strings(selection, "tagPatternList");
        if (status != "tagged")
        {
            Require(prefixes.Count == 0, $"Cannot specify tagPrefixList with tagStatus {status}");
            Require(patterns.Count == 0, $"Cannot specify tagPatternList with tagStatus {status}");
            return;
        }

        Require(prefixes.Count + patterns.Count > 0, "Must specify tagPrefixList or tagPatternList");
        Require(
            prefixes.Count == 0 || patterns.Count == 0,
            "If policy has a tagged rule, it must specify only one of tagPrefixList or tagPatternList");
        Require(patterns.TrueForAll(pattern => pattern.Count(letter => letter == '*') <= WildcardLimit), "Invalid tag pattern provided");
    }

    private static void CheckAction(JsonObject action)
    {
        Allow(action, "type", "targetStorageClass");
        switch (action.Text("type"))
        {
            case "expire":
                Require(!action.ContainsKey("targetStorageClass"), "targetStorageClass must not be set with type expire");
                break;
            case "transition":
                Require(action.Text("targetStorageClass") is null or "archive", "targetStorageClass must be archive with type transition");
                if (action["targetStorageClass"] is null)
                {
                    throw Unreadable();
                }

                break;
            default:
                throw Refuse("type must be one of expire, transition");
        }
    }

    private static void CheckPriorities(List<JsonObject> rules)
    {
        var priorities = rules.Select(rule => rule.Number("rulePriority")!.Value).ToList();
        Require(priorities.Distinct().Count() == rules.Count, "Duplicate priority in multiple rules");
        var any = rules.Where(rule => rule.Object("selection")!.Text("tagStatus") == "any")
            .GroupBy(rule => rule.Object("selection")!.Text("storageClass") ?? "standard", StringComparer.Ordinal);
        foreach (var group in any)
        {
            Require(group.Count() == 1, "Only one rule can specify tagStatus=ANY");
            Require(
                group.Key != "standard" || group.Single().Number("rulePriority") == priorities.Max(),
                "Rule for tagStatus=ANY must have the highest rulePriority");
        }
    }

    private static List<string> Strings(JsonObject parent, string name)
    {
        if (parent[name] is null)
        {
            return new List<string>();
        }

        var isList = parent[name] is JsonArray items && items.All(item => item is JsonValue value && value.TryGetValue<string>(out _));
        return isList ? parent.Texts(name).ToList() : throw Refuse($"{name} must be an array of strings");
    }

    private static void Allow(JsonObject node, params string[] names)
    {
        var unknown = node.Select(pair => pair.Key).FirstOrDefault(name => !names.Contains(name));
        Require(unknown is null, $"object instance has properties which are not allowed by the schema: [\"{unknown}\"]");
    }

    private static void Require(bool holds, string demand)
    {
        if (!holds)
        {
            throw Refuse(demand);
        }
    }

    private static AwsError Unreadable()
        => RegistryErrors.Invalid("LifecyclePolicyText", "Lifecycle policy parsing failure: Could not map policyString into LifecyclePolicy");

    private static AwsError Missing(string property) => Refuse($"object has missing required properties ([\"{property}\"])");

    private static AwsError Refuse(string reason)
        => RegistryErrors.Invalid("LifecyclePolicyText", $"Lifecycle policy validation failure: {reason}");
}
