using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>
/// A question to a policy. The context returns the values of a condition key: null if the sandbox does not know the key,
/// and none if the request has no such value.
/// </summary>
internal sealed record PolicyQuestion(string Action, string Resource, Func<string, IReadOnlyList<string>?> Context);

/// <summary>One statement of a policy.</summary>
internal sealed class PolicyStatement
{
    private readonly string[]? _actions;
    private readonly string[]? _notActions;
    private readonly string[]? _resources;
    private readonly string[]? _notResources;
    private readonly JsonObject? _condition;
    private readonly JsonNode? _principal;

    public PolicyStatement(JsonObject json)
    {
        IsAllow = (string?)json["Effect"] == "Allow";
        _actions = PolicyDocument.Strings(json["Action"]);
        _notActions = PolicyDocument.Strings(json["NotAction"]);
        _resources = PolicyDocument.Strings(json["Resource"]);
        _notResources = PolicyDocument.Strings(json["NotResource"]);
        _condition = json["Condition"] as JsonObject;
        _principal = json["Principal"];
    }

    public bool IsAllow { get; }

    /// <summary>The principals of a kind (AWS, Service, Federated) in a trust policy; an asterisk alone means every AWS principal.</summary>
    public IReadOnlyList<string> PrincipalsOf(string kind)
        => PolicyDocument.Strings(_principal) is { } bare
            ? kind == "AWS" ? bare : Array.Empty<string>()
            : PolicyDocument.Strings((_principal as JsonObject)?[kind]) ?? Array.Empty<string>();

    public bool Covers(PolicyQuestion question) => CoversAction(question) && CoversResource(question) && IsMet(question);

    /// <summary>Whether <paramref name="value"/> matches the pattern, in which * and ? are wildcards.</summary>
    internal static bool IsLike(string value, string pattern, bool ignoreCase)
        => Wildcard.IsMatch(pattern, value, one: true, ignoreCase);

    private bool CoversAction(PolicyQuestion question)
        => _notActions is null
            ? _actions?.Any(action => IsLike(question.Action, action, ignoreCase: true)) ?? false
            : !_notActions.Any(action => IsLike(question.Action, action, ignoreCase: true));

    // A trust policy names no resource, because it applies to its role.
    private bool CoversResource(PolicyQuestion question)
        => _notResources is null
            ? _resources?.Any(resource => IsLike(question.Resource, WithVariables(resource, question), ignoreCase: false)) ?? true
            : !_notResources.Any(resource => IsLike(question.Resource, WithVariables(resource, question), ignoreCase: false));

    private static string WithVariables(string pattern, PolicyQuestion question)
        => pattern.IndexOf("${", StringComparison.Ordinal) < 0
            ? pattern
            : Regex.Replace(pattern, @"\$\{([^}]+)\}", match => question.Context(match.Groups[1].Value)?.FirstOrDefault() ?? match.Value);

    private bool IsMet(PolicyQuestion question)
        => _condition is null
            || _condition.All(test => test.Value!.AsObject().All(pair =>
                PolicyCondition.IsMet(test.Key, question.Context(pair.Key), Wanted(pair.Value, question))));

    private static string[] Wanted(JsonNode? node, PolicyQuestion question)
        => node is JsonArray array
            ? array.Select(item => WithVariables(item!.ToString(), question)).ToArray()
            : new[] { WithVariables(node!.ToString(), question) };
}
