using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>
/// The types of the members of a policy document. A policy that is stored is read again for every call, so nothing that cannot be read may be stored.
/// Source: "Grammar of the IAM JSON policy language".
/// </summary>
internal static class PolicyGrammar
{
    private static readonly string[] Effects = ["Allow", "Deny"];

    private static readonly Dictionary<string, Predicate<JsonNode>> OfDocument = new(StringComparer.Ordinal)
    {
        ["Version"] = node => IsText(node) && (string?)node is "2012-10-17" or "2008-10-17",
        ["Id"] = IsText,
        ["Statement"] = node => IsOneOrMore(node, IsStatement),
    };

    private static readonly Dictionary<string, Predicate<JsonNode>> OfStatement = new(StringComparer.Ordinal)
    {
        ["Sid"] = IsText,
        ["Effect"] = node => IsText(node) && Effects.Contains((string)node!, StringComparer.OrdinalIgnoreCase),
        ["Principal"] = IsPrincipal,
        ["NotPrincipal"] = IsPrincipal,
        ["Action"] = AreTexts,
        ["NotAction"] = AreTexts,
        ["Resource"] = AreTexts,
        ["NotResource"] = AreTexts,
        ["Condition"] = IsCondition,
    };

    /// <summary>Whether every member is known and of its type, and there is a statement.</summary>
    public static bool IsDocument(JsonObject root)
        => root["Statement"] is not null and not JsonArray { Count: 0 } && HasOnly(root, OfDocument);

    private static bool IsStatement(JsonNode node)
        => node is JsonObject statement && statement["Effect"] is not null && HasOnly(statement, OfStatement)
            && !HasBoth(statement, "Action") && !HasBoth(statement, "Resource") && !HasBoth(statement, "Principal");

    private static bool HasBoth(JsonObject statement, string name) => statement.ContainsKey(name) && statement.ContainsKey("Not" + name);

    private static bool IsPrincipal(JsonNode node)
        => (IsText(node) && (string?)node == "*") || (node is JsonObject kinds && kinds.All(kind => kind.Value is { } names && AreTexts(names)));

    private static bool IsCondition(JsonNode node)
        => node is JsonObject tests
            && tests.All(test => test.Value is JsonObject keys && (keys.Count == 0 || ConditionOperator.TryParse(test.Key) is not null)
                && keys.All(key => key.Value is { } wanted && IsOneOrMore(wanted, IsScalar)));

    private static bool HasOnly(JsonObject json, Dictionary<string, Predicate<JsonNode>> members)
        => json.All(pair => pair.Value is { } value && members.TryGetValue(pair.Key, out var isOfType) && isOfType(value));

    private static bool AreTexts(JsonNode node) => IsOneOrMore(node, IsText);

    private static bool IsOneOrMore(JsonNode node, Predicate<JsonNode> isOne)
        => node is JsonArray array ? array.All(item => item is not null && isOne(item)) : isOne(node);

    private static bool IsText(JsonNode node) => node.GetValueKind() == JsonValueKind.String;

    // AWS takes numbers and truth values in conditions too.
    private static bool IsScalar(JsonNode node)
        => node.GetValueKind() is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
}
