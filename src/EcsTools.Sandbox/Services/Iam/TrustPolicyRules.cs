using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>Checks the trust policy of a role. IAM reads it with another parser than policies of permissions, and has other words for it.</summary>
internal static class TrustPolicyRules
{
    /// <summary>Characters of a trust policy without white space. Source: "IAM and AWS STS quotas".</summary>
    private const int MostCharacters = 2048;

    private static readonly string[] Actions =
    [
        "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext",
    ];

    private static readonly Regex AwsPrincipal = new(
        @"\A(\*|\d{12}|arn:aws[a-z-]*:(iam::\d{12}:(root|(user|role)/[^*?]+)|sts::\d{12}:[^*?]+)|A[A-Z0-9]{15,})\z", RegexOptions.CultureInvariant);

    private static readonly Regex ServicePrincipal = new(@"\A[a-z0-9.-]+\.amazonaws\.com(\.cn)?\z", RegexOptions.CultureInvariant);

    /// <param name="text">The document.</param>
    /// <param name="arnExists">Whether a user or role of this account exists.</param>
    /// <exception cref="AwsError">MalformedPolicyDocument.</exception>
    public static void Check(string text, Func<string, bool> arnExists)
    {
        var root = Root(text);
        Require(
            root["Version"] is null || root.Text("Version") is "2012-10-17" or "2008-10-17", "The policy must contain a valid version string");
        var statements = root["Statement"];
        Require(statements is not null and not JsonArray { Count: 0 }, "Could not parse the policy: Statement is empty!");
        foreach (var statement in (statements as JsonArray)?.AsEnumerable() ?? [statements])
        {
            CheckStatement(statement as JsonObject ?? throw Syntax());
        }

        // What is left are types and unknown members.
        Require(PolicyGrammar.IsDocument(root), "Syntax errors in policy.");
        foreach (var statement in PolicyDocument.StatementsOf(root))
        {
            CheckPrincipals(new PolicyStatement(statement), arnExists);
            CheckActions(statement);
        }

        var sids = PolicyDocument.StatementsOf(root).Select(statement => statement.Text("Sid")).Where(sid => !string.IsNullOrEmpty(sid)).ToList();
        Require(sids.Distinct(StringComparer.Ordinal).Count() == sids.Count, "The Statement Ids in the policy are not unique");
    }

    private static AwsError Syntax() => PolicyDocument.Malformed("Syntax errors in policy.");

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw PolicyDocument.Malformed(message);
        }
    }

    private static JsonObject Root(string text)
    {
        if (text.Count(letter => !char.IsWhiteSpace(letter)) > MostCharacters)
        {
            throw new AwsError("LimitExceeded", $"Cannot exceed quota for ACLSizePerRole: {MostCharacters}", 409);
        }

        try
        {
            return JsonText.Parse(text) as JsonObject ?? throw PolicyDocument.Malformed("This policy contains invalid Json");
        }
        catch (JsonException)
        {
            throw PolicyDocument.Malformed("This policy contains invalid Json");
        }
    }

    private static void CheckStatement(JsonObject statement)
    {
        Require(statement["Effect"] is not null, "Missing required field Effect");
        var effect = statement.Text("Effect") ?? throw Syntax();
        Require(effect is "Allow" or "Deny", $"Invalid effect: {effect}");
        Require(
            !statement.ContainsKey("NotPrincipal"),
            effect == "Allow" ? "Allow with NotPrincipal is not allowed." : "AssumeRole policy must not contain NotPrincipal field.");
        Require(statement["Principal"] is not null, "Missing required field Principal");
        if (statement.Text("Principal") is { } principal)
        {
            throw PolicyDocument.Malformed($"AssumeRolepolicy contained an invalid principal: \"{(principal == "*" ? "STAR" : principal)}\".");
        }

        Require(statement["Principal"] is not JsonObject { Count: 0 }, "Missing required field Principal cannot be empty!");
        Require(statement["Action"] is not null || statement["NotAction"] is not null, "Missing required field Action");
        Require(!statement.ContainsKey("Resource"), "Has prohibited field Resource");
        Require(!statement.ContainsKey("NotResource"), "AssumeRole policy must not contain resources.");
    }

    private static void CheckPrincipals(PolicyStatement statement, Func<string, bool> arnExists)
    {
        foreach (var arn in statement.PrincipalsOf("AWS"))
        {
            var isOwn = arn.StartsWith($"arn:aws:iam::{SandboxCloud.AccountId}:", StringComparison.Ordinal);
            Require(AwsPrincipal.IsMatch(arn) && (!isOwn || arnExists(arn)), $"Invalid principal in policy: \"AWS\":\"{arn}\"");
        }

        foreach (var name in statement.PrincipalsOf("Service"))
        {
            Require(ServicePrincipal.IsMatch(name), $"Invalid principal in policy: \"SERVICE\":\"{name}\"");
        }
    }

    private static void CheckActions(JsonObject statement)
    {
        IReadOnlyList<string> actions = PolicyDocument.Strings(statement["Action"]) ?? PolicyDocument.Strings(statement["NotAction"]) ?? [];
        Require(actions.Count > 0, "Missing required field Action");
        Require(
            actions.All(action => Actions.Any(known => Wildcard.IsMatch(action, known, one: true, ignoreCase: true)) && action.IndexOf(':') > 0),
            "AssumeRole policy may only specify STS AssumeRole actions.");
    }
}
