using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Ecr;

/// <summary>
/// A lifecycle policy with the two rules behind the simple options: images without a tag expire after some days, and only a number of
/// images is kept. Other existing rules stay. Source: the ECR user guide, "Lifecycle policy properties": priorities are unique, and the
/// rule for any image has the highest number.
/// </summary>
internal sealed class RepositoryLifecycle
{
    private readonly List<JsonObject> _rules;

    private RepositoryLifecycle(List<JsonObject> rules)
    {
        _rules = rules;
    }

    /// <summary>Number of images to keep; null if no rule counts them.</summary>
    public int? KeepLast => Number(_rules.FirstOrDefault(IsKeepLast));

    /// <summary>Days after which images without a tag expire; null if they do not.</summary>
    public int? ExpireUntaggedAfterDays => Number(_rules.FirstOrDefault(IsExpireUntagged));

    /// <param name="text">The current policy; null if there is none.</param>
    /// <param name="name">The repository's name, for messages.</param>
    public static RepositoryLifecycle Read(string? text, string name)
    {
        if (text is null)
        {
            return new RepositoryLifecycle([]);
        }

        try
        {
            var policy = JsonText.ParseObject(Encoding.UTF8.GetBytes(text), $"the lifecycle policy of {name}");
            return new RepositoryLifecycle((policy["rules"] as JsonArray ?? []).OfType<JsonObject>().OrderBy(Priority).ToList());
        }
        catch (MalformedContentException problem)
        {
            throw new EcsToolsException(
                ErrorCodes.LifecyclePolicyUnreadable, problem.Message, "Delete the policy and run the command again.",
                "KeepLast", name, problem);
        }
    }

    /// <summary>The policy with a rule set, or removed if the value is zero.</summary>
    public RepositoryLifecycle With(int? keepLast, int? expireUntaggedAfterDays)
    {
        var rules = _rules.Select(rule => (JsonObject)JsonNode.Parse(rule.ToJsonString())!).ToList();
        if (expireUntaggedAfterDays is { } days && days != ExpireUntaggedAfterDays)
        {
            Replace(rules, IsExpireUntagged, days == 0 ? null : ExpireUntagged(days), 0);
        }

        if (keepLast is { } count && count != KeepLast)
        {
            Replace(rules, IsKeepLast, count == 0 ? null : Keep(count), rules.Count);
        }

        // Only an added rule needs a new number. The last number belongs to the rule for any image.
        if (rules.Any(rule => rule["rulePriority"] is null))
        {
            var ordered = rules.OrderBy(rule => Text(rule, "tagStatus") == "any").ToList();
            for (var index = 0; index < ordered.Count; index++)
            {
                ordered[index]["rulePriority"] = index + 1;
            }

            rules = ordered;
        }

        return new RepositoryLifecycle(rules);
    }

    /// <summary>The policy as ECR accepts it; null for no policy.</summary>
    public string? ToText()
        => _rules.Count == 0
            ? null
            : new JsonObject { ["rules"] = new JsonArray(_rules.Select(rule => JsonNode.Parse(rule.ToJsonString())).ToArray()) }.ToJsonString();

    /// <summary>What the policy does, in words.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (ExpireUntaggedAfterDays is { } days)
        {
            parts.Add($"without a tag expire after {days} day{(days == 1 ? "" : "s")}");
        }

        if (KeepLast is { } count)
        {
            parts.Add($"keep the last {count}");
        }

        var others = _rules.Count(rule => !IsKeepLast(rule) && !IsExpireUntagged(rule));
        if (others > 0)
        {
            parts.Add($"{others} other rule{(others == 1 ? "" : "s")}");
        }

        return parts.Count == 0 ? "none" : string.Join(", ", parts);
    }

    private static void Replace(List<JsonObject> rules, Predicate<JsonObject> which, JsonObject? rule, int newPlace)
    {
        var at = rules.FindIndex(which);
        if (at >= 0)
        {
            if (rule is not null)
            {
                rule["rulePriority"] = Priority(rules[at]);
                rules.Insert(at + 1, rule);
            }

            rules.RemoveAt(at);
        }
        else if (rule is not null)
        {
            rules.Insert(newPlace, rule);
        }
    }

    private static JsonObject ExpireUntagged(int days) => Rule(
        $"Images without a tag expire after {days} days",
        new JsonObject { ["tagStatus"] = "untagged", ["countType"] = "sinceImagePushed", ["countUnit"] = "days", ["countNumber"] = days });

    private static JsonObject Keep(int count) => Rule(
        $"The last {count} images are kept",
        new JsonObject { ["tagStatus"] = "any", ["countType"] = "imageCountMoreThan", ["countNumber"] = count });

    private static JsonObject Rule(string description, JsonObject selection)
        => new() { ["description"] = description, ["selection"] = selection, ["action"] = new JsonObject { ["type"] = "expire" } };

    private static bool IsKeepLast(JsonObject rule) => Is(rule, "any", "imageCountMoreThan");

    private static bool IsExpireUntagged(JsonObject rule) => Is(rule, "untagged", "sinceImagePushed");

    private static bool Is(JsonObject rule, string tagStatus, string countType)
        => Text(rule, "tagStatus") == tagStatus && Text(rule, "countType") == countType && (string?)rule["action"]?["type"] == "expire";

    private static string? Text(JsonObject rule, string member) => (string?)rule["selection"]?[member];

    private static int? Number(JsonObject? rule) => rule?["selection"]?["countNumber"] is JsonValue value ? value.GetValue<int>() : null;

    private static int Priority(JsonObject rule) => rule["rulePriority"] is JsonValue value ? value.GetValue<int>() : int.MaxValue;
}
