using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>The decision of a policy about a request.</summary>
internal enum Verdict
{
    ImplicitDeny,
    Allowed,
    ExplicitDeny,
}

/// <summary>A parsed policy document.</summary>
internal sealed class PolicyDocument
{
    private PolicyDocument(IReadOnlyList<PolicyStatement> statements)
    {
        Statements = statements;
    }

    public IReadOnlyList<PolicyStatement> Statements { get; }

    /// <summary>Parses a document that was checked when it was received.</summary>
    public static PolicyDocument Read(string text)
    {
        var root = JsonNode.Parse(text)!.AsObject();
        return new PolicyDocument(StatementsOf(root).Select(statement => new PolicyStatement(statement)).ToList());
    }

    /// <summary>The decision of several policies: one denial is enough, and at least one must allow.</summary>
    public static Verdict Judge(IEnumerable<PolicyDocument> policies, PolicyQuestion question)
    {
        var allowed = false;
        foreach (var statement in policies.SelectMany(policy => policy.Statements))
        {
            if (!statement.Covers(question))
            {
                continue;
            }

            if (!statement.IsAllow)
            {
                return Verdict.ExplicitDeny;
            }

            allowed = true;
        }

        return allowed ? Verdict.Allowed : Verdict.ImplicitDeny;
    }

    internal static string[]? Strings(JsonNode? node) => node switch
    {
        JsonArray array => array.Select(item => (string)item!).ToArray(),
        JsonValue value when value.TryGetValue(out string? text) => new[] { text },
        _ => null,
    };

    internal static IEnumerable<JsonObject> StatementsOf(JsonObject root) => root["Statement"] switch
    {
        JsonArray array => array.Select(item => (JsonObject)item!),
        JsonObject one => new[] { one },
        _ => Array.Empty<JsonObject>(),
    };

    internal static AwsError Malformed(string message) => new("MalformedPolicyDocument", message);
}
