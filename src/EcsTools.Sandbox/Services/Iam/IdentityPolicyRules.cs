using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>Checks the policy of a user or role, in the order of IAM: only the first fault is named.</summary>
internal static class IdentityPolicyRules
{
    /// <summary>The largest policy of IAM, that of a role. White space does not count. Source: "IAM and AWS STS quotas".</summary>
    private const int MostCharacters = 10_240;

    private const string Syntax = "Syntax errors in policy.";

    private static readonly Regex Sid = new(@"\A[0-9A-Za-z]*\z", RegexOptions.CultureInvariant);

    private static readonly Regex Vendor = new(@"\A[a-zA-Z0-9.-]+\z", RegexOptions.CultureInvariant);

    /// <param name="text">The document.</param>
    /// <param name="isManaged">Whether it is a managed policy, which must have the newest version of the language.</param>
    /// <exception cref="AwsError">MalformedPolicyDocument.</exception>
    public static void Check(string text, bool isManaged)
    {
        var root = Root(text);
        var statements = PolicyDocument.StatementsOf(root).ToList();
        Require(!isManaged || root.Text("Version") == "2012-10-17", "Policy document must be version 2012-10-17 or greater.");
        Require(!statements.Exists(statement => Has(statement, "Principal")), "Policy document should not specify a principal.");
        Require(statements.TrueForAll(IsReadable), "The policy failed legacy parsing");
        var resources = statements.SelectMany(statement => Values(statement, "Resource")).ToList();
        var problem = resources.Select(ResourceArn.Problem).FirstOrDefault(found => found is not null);
        Require(problem is not null || resources.TrueForAll(ResourceArn.IsReadable), "The policy failed legacy parsing");
        CheckSids(statements);
        Require(statements.TrueForAll(statement => Values(statement, "Action").Count > 0), "Policy statement must contain actions.");
        Require(problem is null, problem!);
        foreach (var action in statements.SelectMany(statement => Values(statement, "Action")))
        {
            CheckAction(action);
        }

        Require(statements.TrueForAll(statement => Values(statement, "Resource").Count > 0), "Policy statement must contain resources.");
    }

    private static JsonObject Root(string text)
    {
        if (text.Count(letter => !char.IsWhiteSpace(letter)) > MostCharacters)
        {
            throw new AwsError("LimitExceeded", $"Cannot exceed quota for PolicySize: {MostCharacters}", 409);
        }

        try
        {
            return JsonText.Parse(text) is JsonObject root && PolicyGrammar.IsDocument(root) ? root : throw PolicyDocument.Malformed(Syntax);
        }
        catch (JsonException)
        {
            throw PolicyDocument.Malformed(Syntax);
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw PolicyDocument.Malformed(message);
        }
    }

    private static bool Has(JsonObject statement, string name) => statement.ContainsKey(name) || statement.ContainsKey("Not" + name);

    private static IReadOnlyList<string> Values(JsonObject statement, string name)
        => PolicyDocument.Strings(statement[name]) ?? PolicyDocument.Strings(statement["Not" + name]) ?? [];

    /// <summary>What the older parser of IAM refuses: an effect in other letters, and conditions with values of another kind.</summary>
    private static bool IsReadable(JsonObject statement)
        => statement.Text("Effect") is "Allow" or "Deny"
            && (statement.Object("Condition") ?? []).All(test => test.Value!.AsObject().All(key =>
                (key.Value is JsonArray many ? many.Select(item => item!.ToString()) : [key.Value!.ToString()])
                    .All(value => ConditionOperator.TryParse(test.Key)?.Takes(value) ?? true)));

    private static void CheckSids(List<JsonObject> statements)
    {
        var sids = statements.Select(statement => statement.Text("Sid")).Where(sid => !string.IsNullOrEmpty(sid)).ToList();
        Require(sids.Distinct(StringComparer.Ordinal).Count() == sids.Count, "Statement IDs (SID) in a single policy must be unique.");
        Require(
            sids.TrueForAll(sid => Sid.IsMatch(sid!)),
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*");
    }

    private static void CheckAction(string action)
    {
        var parts = action.Split(':');
        Require(parts.Length > 1 || action == "*", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        Require(parts.Length <= 2, "Actions/Condition can contain only one colon.");
        Require(
            parts.Length == 1 || parts[0].IndexOfAny(['*', '?']) < 0, "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.");
        Require(action == "*" || Vendor.IsMatch(parts[0]), $"Vendor {parts[0]} is not valid");
    }
}
