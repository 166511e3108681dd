using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Refuses conditions with values that Elastic Load Balancing refuses.</summary>
internal static class ConditionRules
{
    private const int LongestValue = 128;
    private const int LongestName = 40;

    private static readonly Regex Host = new(@"\A[A-Za-z0-9.*?-]*\.[A-Za-z*?]+\z", RegexOptions.CultureInvariant);
    private static readonly Regex Path = new(@"\A[A-Za-z0-9_.$/~""'@:+&*?-]+\z", RegexOptions.CultureInvariant);
    private static readonly Regex Method = new(@"\A[A-Z_-]+\z", RegexOptions.CultureInvariant);
    private static readonly Regex HeaderName = new(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\z", RegexOptions.CultureInvariant);
    private static readonly Regex HeaderValue = new(@"\A[ -~]+\z", RegexOptions.CultureInvariant);

    /// <summary>Checks all conditions of a rule, together and each.</summary>
    public static void Check(IReadOnlyList<RuleCondition> conditions)
    {
        if (conditions.Count == 0)
        {
            throw LoadBalancingErrors.Invalid("A condition must be specified");
        }

        foreach (var field in conditions.Where(IsSingle).GroupBy(ConditionJson.FieldOf).Where(same => same.Count() > 1))
        {
            throw LoadBalancingErrors.Invalid($"A rule can only have one '{field.Key}' condition");
        }

        if (conditions.Sum(ValueCount) > LoadBalancingQuotas.Values)
        {
            throw LoadBalancingErrors.Invalid($"A rule can only have '{LoadBalancingQuotas.Values}' condition values");
        }

        if (conditions.Sum(WildcardCount) > LoadBalancingQuotas.Wildcards)
        {
            throw LoadBalancingErrors.Invalid($"A rule can only have '{LoadBalancingQuotas.Wildcards}' condition wildcards");
        }

        foreach (var condition in conditions)
        {
            CheckOne(condition);
        }
    }

    private static void CheckOne(RuleCondition condition)
    {
        var field = ConditionJson.FieldOf(condition);
        if (ValueCount(condition) == 0)
        {
            throw LoadBalancingErrors.Invalid("A condition value must be specified");
        }

        if (ValueCount(condition) > LoadBalancingQuotas.ValuesOfCondition)
        {
            throw LoadBalancingErrors.Invalid(
                $"The '{field}' field contains too many values; the limit is '{LoadBalancingQuotas.ValuesOfCondition}'");
        }

        switch (condition)
        {
            case RuleCondition.HostHeader host:
                CheckTexts(field, host.Values, host.RegexValues, Host);
                break;
            case RuleCondition.PathPattern path:
                CheckTexts(field, path.Values, path.RegexValues, Path);
                break;
            case RuleCondition.HttpHeader header:
                CheckHeaderName(header.Name);
                CheckTexts(field, header.Values, header.RegexValues, HeaderValue);
                break;
            case RuleCondition.HttpMethod method:
                CheckMethods(method.Values);
                break;
            case RuleCondition.SourceIp source:
                CheckCidrs(source.Cidrs);
                break;
            case RuleCondition.QueryString query:
                CheckPairs(query.Values);
                break;
            default:
                throw new InvalidOperationException($"Unknown condition {field}.");
        }
    }

    private static void CheckTexts(string field, IReadOnlyList<string> values, IReadOnlyList<string>? expressions, Regex allowed)
    {
        if (values.Count > 0 && expressions is { Count: > 0 })
        {
            throw LoadBalancingErrors.Invalid($"You cannot provide both Values and RegexValues for a condition of type '{field}'");
        }

        foreach (var value in values)
        {
            CheckLength(field, value, LongestValue);
            if (!allowed.IsMatch(value))
            {
                throw LoadBalancingErrors.Invalid($"Condition value '{value}' contains a character that is not valid");
            }
        }

        foreach (var expression in expressions ?? [])
        {
            RegexRules.Check(expression, LongestValue);
        }
    }

    private static void CheckHeaderName(string name)
    {
        CheckLength("HttpHeaderName", name, LongestName);
        if (!HeaderName.IsMatch(name))
        {
            throw LoadBalancingErrors.Invalid($"HTTP header name '{name}' is not valid");
        }

        if (name.Equals("host", StringComparison.OrdinalIgnoreCase))
        {
            throw LoadBalancingErrors.Invalid("The 'HttpHeaderName' value cannot be 'host'; use a condition of type 'host-header'");
        }
    }

    private static void CheckMethods(IReadOnlyList<string> methods)
    {
        foreach (var method in methods)
        {
            CheckLength("http-request-method", method, LongestName);
            if (!Method.IsMatch(method))
            {
                throw LoadBalancingErrors.Invalid(
                    "The 'http-request-method' value is invalid; the allowed characters are A-Z, hyphen and underscore");
            }
        }
    }

    private static void CheckCidrs(IReadOnlyList<string> blocks)
    {
        foreach (var block in blocks)
        {
            var parts = block.Split('/');
            if (parts.Length != 2
                || !IPAddress.TryParse(parts[0], out var address)
                || !AttributeDefinition.IsWithin(parts[1], 0, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
            {
                throw LoadBalancingErrors.Invalid($"The 'source-ip' value '{block}' is not a valid CIDR block");
            }
        }
    }

    private static void CheckPairs(IReadOnlyList<QueryStringValue> pairs)
    {
        foreach (var pair in pairs)
        {
            CheckLength("Value", pair.Value, LongestValue);
            CheckLength("Key", pair.Key ?? "k", LongestValue);
        }
    }

    private static void CheckLength(string what, string value, int longest)
    {
        if (value.Length == 0)
        {
            throw LoadBalancingErrors.Invalid($"The '{what}' value cannot be empty");
        }

        if (value.Length > longest)
        {
            throw LoadBalancingErrors.Invalid($"The '{what}' value is too long; the limit is '{longest}'");
        }
    }

    /// <summary>Whether a rule can have one condition of the kind.</summary>
    private static bool IsSingle(RuleCondition condition) => condition is not (RuleCondition.HttpHeader or RuleCondition.QueryString);

    private static int ValueCount(RuleCondition condition) => condition switch
    {
        RuleCondition.HostHeader host => host.Values.Count + (host.RegexValues?.Count ?? 0),
        RuleCondition.PathPattern path => path.Values.Count + (path.RegexValues?.Count ?? 0),
        RuleCondition.HttpHeader header => header.Values.Count + (header.RegexValues?.Count ?? 0),
        RuleCondition.HttpMethod method => method.Values.Count,
        RuleCondition.SourceIp source => source.Cidrs.Count,
        RuleCondition.QueryString query => query.Values.Count,
        _ => 0,
    };

    private static int WildcardCount(RuleCondition condition) => condition switch
    {
        RuleCondition.HostHeader host => host.Values.Sum(Wildcards),
        RuleCondition.PathPattern path => path.Values.Sum(Wildcards),
        RuleCondition.HttpHeader header => header.Values.Sum(Wildcards),
        RuleCondition.QueryString query => query.Values.Sum(pair => Wildcards(pair.Key ?? "") + Wildcards(pair.Value)),
        _ => 0,
    };

    /// <summary>The wildcards that no backslash escapes.</summary>
    private static int Wildcards(string value)
        => value.Where((character, index) => character is '*' or '?' && (index == 0 || value[index - 1] != '\\')).Count();
}
