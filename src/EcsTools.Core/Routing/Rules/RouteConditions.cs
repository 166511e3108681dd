using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>Converts the conditions of rules to and from the form of the API, and compares them.</summary>
internal static class RouteConditions
{
    public const string Path = "path";
    public const string Host = "host";
    public const string Method = "method";
    public const string Header = "header";
    public const string Query = "query";
    public const string Source = "source";

    public static IReadOnlyList<FargateRouteCondition> From(IEnumerable<RuleCondition>? conditions)
        => (conditions ?? []).Select(From).OrderBy(Order).ToList();

    public static List<RuleCondition> ToApi(IEnumerable<FargateRouteCondition> conditions) => conditions.Select(ToApi).ToList();

    /// <summary>Whether two rules have the same conditions, in any order.</summary>
    public static bool Same(IReadOnlyList<FargateRouteCondition> one, IReadOnlyList<FargateRouteCondition> other)
        => one.Count == other.Count && one.Select(Key).OrderBy(key => key, StringComparer.Ordinal).SequenceEqual(
            other.Select(Key).OrderBy(key => key, StringComparer.Ordinal));

    /// <summary>The conditions as text, such as <c>host api.example.com, path /users*</c>.</summary>
    public static string Describe(IReadOnlyList<FargateRouteCondition> conditions)
        => conditions.Count == 0 ? "every request" : string.Join(" and ", conditions);

    /// <summary>Whether the values of a field ignore case.</summary>
    public static bool IgnoresCase(string field) => field is Host or Header or Query;

    private static int Order(FargateRouteCondition condition) => Array.IndexOf([Host, Path, Method, Header, Query, Source], condition.Field);

    private static string Key(FargateRouteCondition condition)
    {
        var values = condition.Values.Select(value => IgnoresCase(condition.Field) && !condition.IsRegex ? value.ToLowerInvariant() : value);
        var sorted = string.Join("\n", values.OrderBy(value => value, StringComparer.Ordinal));
        return $"{condition.Field}\n{condition.Name?.ToLowerInvariant()}\n{condition.IsRegex}\n{sorted}";
    }

    private static FargateRouteCondition From(RuleCondition condition)
    {
        var (field, values, regex) = condition.Field switch
        {
            "path-pattern" => (Path, condition.PathPatternConfig?.Values, condition.PathPatternConfig?.RegexValues),
            "host-header" => (Host, condition.HostHeaderConfig?.Values, condition.HostHeaderConfig?.RegexValues),
            "http-request-method" => (Method, condition.HttpRequestMethodConfig?.Values, null),
            "http-header" => (Header, condition.HttpHeaderConfig?.Values, condition.HttpHeaderConfig?.RegexValues),
            "source-ip" => (Source, condition.SourceIpConfig?.Values, null),
            "query-string" => (Query, condition.QueryStringConfig?.Values?.Select(Pair).ToList(), null),
            var other => (other ?? "", null, null),
        };
        regex = regex is { Count: > 0 } ? regex : condition.RegexValues;
        var isRegex = regex is { Count: > 0 };
        return new FargateRouteCondition
        {
            Field = field,
            Name = field == Header ? condition.HttpHeaderConfig?.HttpHeaderName : null,
            Values = (isRegex ? regex : values is { Count: > 0 } ? values : condition.Values)?.ToArray() ?? [],
            IsRegex = isRegex,
        };
    }

    private static RuleCondition ToApi(FargateRouteCondition condition)
    {
        List<string>? values = condition.IsRegex ? null : condition.Values.ToList();
        List<string>? regex = condition.IsRegex ? condition.Values.ToList() : null;
        return condition.Field switch
        {
            Path => new RuleCondition { Field = "path-pattern", PathPatternConfig = new PathPatternConditionConfig { Values = values, RegexValues = regex } },
            Host => new RuleCondition { Field = "host-header", HostHeaderConfig = new HostHeaderConditionConfig { Values = values, RegexValues = regex } },
            Method => new RuleCondition
            {
                Field = "http-request-method",
                HttpRequestMethodConfig = new HttpRequestMethodConditionConfig { Values = values },
            },
            Header => new RuleCondition
            {
                Field = "http-header",
                HttpHeaderConfig = new HttpHeaderConditionConfig { HttpHeaderName = condition.Name, Values = values, RegexValues = regex },
            },
            Query => new RuleCondition
            {
                Field = "query-string",
                QueryStringConfig = new QueryStringConditionConfig { Values = condition.Values.Select(Pair).ToList() },
            },
            _ => new RuleCondition { Field = "source-ip", SourceIpConfig = new SourceIpConditionConfig { Values = values } },
        };
    }

    private static string Pair(QueryStringKeyValuePair pair) => string.IsNullOrEmpty(pair.Key) ? pair.Value : $"{pair.Key}={pair.Value}";

    private static QueryStringKeyValuePair Pair(string text)
    {
        var at = text.IndexOf('=');
        return at <= 0
            ? new QueryStringKeyValuePair { Value = text }
            : new QueryStringKeyValuePair { Key = text.Substring(0, at), Value = text.Substring(at + 1) };
    }
}
