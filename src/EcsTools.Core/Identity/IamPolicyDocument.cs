using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Identity;

/// <summary>Reads the module's own IAM policy documents, and compares documents by their meaning.</summary>
internal static class IamPolicyDocument
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Actions = new(StringComparer.Ordinal);

    /// <summary>A document embedded in this assembly, with its placeholders filled in.</summary>
    /// <param name="name">File name without extension in Identity/Policies.</param>
    /// <param name="values">The values of <c>${Partition}</c> and the other placeholders.</param>
    public static string Load(string name, IReadOnlyDictionary<string, string> values)
    {
        var text = values.Aggregate(ReadText(name), (document, value) => document.Replace($"${{{value.Key}}}", value.Value));

        // The file is formatted for readers but sent compact, because IAM counts characters.
        return JsonNode.Parse(text)!.ToJsonString();
    }

    /// <summary>The statements of several embedded documents in one.</summary>
    /// <param name="names">File names without extension in Identity/Policies.</param>
    /// <param name="values">The values of the placeholders.</param>
    public static string LoadAll(IEnumerable<string> names, IReadOnlyDictionary<string, string> values)
        => names.Select(name => Load(name, values)).Aggregate((joined, next) => Join(joined, JsonNode.Parse(next)!.AsObject()));

    /// <summary>An embedded document with its placeholders.</summary>
    public static JsonObject Read(string name) => JsonNode.Parse(ReadText(name))!.AsObject();

    /// <summary>The actions that an embedded document allows, with their wildcards.</summary>
    public static IReadOnlyList<string> ActionsIn(string name)
        => Actions.GetOrAdd(name, _ => Statements(Read(name)).SelectMany(statement => Values(statement["Action"])).ToList());

    /// <summary>Decodes a document that IAM returned: it is URL-encoded.</summary>
    public static string Decode(string? document) => Uri.UnescapeDataString(document ?? "{}");

    /// <summary>
    /// Whether two documents mean the same. The order of members and list items does not matter, and a list of one item equals the item.
    /// </summary>
    public static bool Same(string left, string right) => Normal(JsonNode.Parse(left)) == Normal(JsonNode.Parse(right));

    /// <summary>Whether a trust policy allows a service to assume the role.</summary>
    public static bool Trusts(string document, string service)
        => Statements(JsonNode.Parse(document)).Any(statement =>
            (string?)statement["Effect"] == "Allow"
            && Values(statement["Principal"] is JsonObject principal ? principal["Service"] : null).Contains(service)
            && Values(statement["Action"]).Any(action => action is "sts:AssumeRole" or "sts:*" or "*"));

    /// <summary>
    /// Adds the statements of another document. A statement with an existing Sid adds its missing resources; any other is added. Nothing is
    /// removed.
    /// </summary>
    public static string Join(string document, JsonObject more)
    {
        var joined = JsonNode.Parse(document)!.AsObject();
        var statements = Statements(joined).Select(statement => (JsonObject)JsonNode.Parse(statement.ToJsonString())!).ToList();
        foreach (var added in Statements(more))
        {
            var same = statements.FirstOrDefault(statement => statement["Sid"] is { } sid && (string?)sid == (string?)added["Sid"]);
            if (same is null)
            {
                statements.Add((JsonObject)JsonNode.Parse(added.ToJsonString())!);
                continue;
            }

            var resources = Values(same["Resource"]).Union(Values(added["Resource"])).ToArray();
            same["Action"] = JsonNode.Parse(added["Action"]!.ToJsonString());
            same["Resource"] = new JsonArray(resources.Select(resource => (JsonNode?)resource).ToArray());
        }

        joined["Statement"] = new JsonArray(statements.Select(statement => (JsonNode?)statement).ToArray());
        return joined.ToJsonString();
    }

    private static string ReadText(string name)
    {
        using var stream = typeof(IamPolicyDocument).Assembly.GetManifestResourceStream($"EcsTools.Identity.Policies.{name}.json")
            ?? throw new InvalidOperationException($"The assembly lacks the policy document {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static IEnumerable<JsonObject> Statements(JsonNode? document) => document?["Statement"] switch
    {
        JsonArray statements => statements.OfType<JsonObject>(),
        JsonObject statement => new[] { statement },
        _ => Enumerable.Empty<JsonObject>(),
    };

    /// <summary>The texts of a list, or the one text in its place.</summary>
    public static IEnumerable<string> Values(JsonNode? node) => node switch
    {
        JsonArray items => items.Select(item => (string?)item ?? ""),
        JsonValue value => new[] { value.GetValue<string>() },
        _ => Enumerable.Empty<string>(),
    };

    private static string Normal(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } members => "{" + string.Join(",", members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => member.Key + ":" + Normal(member.Value))) + "}",
        JsonArray { Count: 1 } single => Normal(single[0]),
        JsonArray items => "[" + string.Join(",", items.Select(Normal).Distinct().OrderBy(item => item, StringComparer.Ordinal)) + "]",
        JsonValue value => value.ToJsonString().Trim('"'),
        _ => "",
    };
}
