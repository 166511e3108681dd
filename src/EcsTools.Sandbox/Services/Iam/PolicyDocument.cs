using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
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
    /// <summary>The largest policy of IAM, that of a role. White space does not count. Source: "IAM and AWS STS quotas".</summary>
    private const int MostCharacters = 10_240;

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

    /// <summary>Checks the policy of a user or role against the policy grammar.</summary>
    /// <exception cref="AwsError">MalformedPolicyDocument.</exception>
    public static void CheckIdentityPolicy(string text)
    {
        foreach (var statement in CheckedStatements(text))
        {
            if (statement["Principal"] is not null || statement["NotPrincipal"] is not null)
            {
                throw Malformed("Policy document should not specify a principal.");
            }

            CheckActions(statement);
            var resources = Strings(statement["Resource"]) ?? Strings(statement["NotResource"]);
            if (resources is null || resources.Length == 0)
            {
                throw Malformed("Policy statement must contain resources.");
            }

            foreach (var resource in resources)
            {
                if (resource != "*" && resource.Split(':').Length < 6 && !IsStarredArn(resource))
                {
                    throw Malformed($"Resource {resource} must be in ARN format or \"*\".");
                }
            }
        }
    }

    /// <summary>Checks the trust policy of a role against its grammar.</summary>
    /// <param name="text">The document.</param>
    /// <param name="arnExists">Whether a user or role of this account exists.</param>
    /// <exception cref="AwsError">MalformedPolicyDocument.</exception>
    public static void CheckTrustPolicy(string text, Func<string, bool> arnExists)
    {
        foreach (var statement in CheckedStatements(text))
        {
            if (statement["Resource"] is not null || statement["NotResource"] is not null)
            {
                throw Malformed("Has prohibited field Resource");
            }

            if (statement["Principal"] is null && statement["NotPrincipal"] is null)
            {
                throw Malformed("Missing required field Principal");
            }

            CheckActions(statement);
            var actions = Strings(statement["Action"]) ?? Array.Empty<string>();
            if (actions.Any(action => !action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase)))
            {
                throw Malformed("AssumeRole policy may only specify STS AssumeRole actions.");
            }

            foreach (var arn in new PolicyStatement(statement).PrincipalsOf("AWS"))
            {
                if (arn.StartsWith($"arn:aws:iam::{SandboxCloud.AccountId}:", StringComparison.Ordinal) && !arnExists(arn))
                {
                    throw Malformed($"Invalid principal in policy: \"AWS\":\"{arn}\"");
                }
            }
        }
    }

    internal static string[]? Strings(JsonNode? node) => node switch
    {
        JsonArray array => array.Select(item => (string)item!).ToArray(),
        JsonValue value when value.TryGetValue(out string? text) => new[] { text },
        _ => null,
    };

    private static bool IsStarredArn(string resource)
        => resource.StartsWith("arn:", StringComparison.Ordinal) && resource.IndexOf('*') >= 0;

    private static IEnumerable<JsonObject> StatementsOf(JsonObject root) => root["Statement"] switch
    {
        JsonArray array => array.Select(item => (JsonObject)item!),
        JsonObject one => new[] { one },
        _ => Array.Empty<JsonObject>(),
    };

    private static List<JsonObject> CheckedStatements(string text)
    {
        if (text.Count(letter => !char.IsWhiteSpace(letter)) > MostCharacters)
        {
            throw new AwsError("LimitExceeded", $"Cannot exceed quota for PolicySize: {MostCharacters}", 409);
        }

        JsonObject? root;
        try
        {
            root = JsonText.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            root = null;
        }

        return root is not null && PolicyGrammar.IsDocument(root) ? StatementsOf(root).ToList() : throw Malformed("Syntax errors in policy.");
    }

    private static void CheckActions(JsonObject statement)
    {
        var actions = Strings(statement["Action"]) ?? Strings(statement["NotAction"]);
        if (actions is null || actions.Length == 0)
        {
            throw Malformed("Policy statement must contain actions.");
        }

        if (actions.Any(action => action != "*" && action.Split(':').Length != 2))
        {
            throw Malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        }
    }

    private static AwsError Malformed(string message) => new("MalformedPolicyDocument", message);
}
