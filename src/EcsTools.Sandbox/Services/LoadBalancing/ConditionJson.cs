using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Maps the conditions of rules from and to the members of the service model.</summary>
internal static class ConditionJson
{
    private const string Host = "host-header";
    private const string Path = "path-pattern";
    private const string Header = "http-header";
    private const string Method = "http-request-method";
    private const string Source = "source-ip";
    private const string Query = "query-string";

    private static readonly Dictionary<string, string> Configurations = new(StringComparer.Ordinal)
    {
        [Host] = "HostHeaderConfig",
        [Path] = "PathPatternConfig",
        [Header] = "HttpHeaderConfig",
        [Query] = "QueryStringConfig",
        [Method] = "HttpRequestMethodConfig",
        [Source] = "SourceIpConfig",
    };

    public static string FieldOf(RuleCondition condition) => condition switch
    {
        RuleCondition.HostHeader => Host,
        RuleCondition.PathPattern => Path,
        RuleCondition.HttpHeader => Header,
        RuleCondition.HttpMethod => Method,
        RuleCondition.SourceIp => Source,
        _ => Query,
    };

    public static RuleCondition Read(JsonObject from)
    {
        var field = from.Text("Field") ?? "";
        if (!Configurations.TryGetValue(field, out var own))
        {
            throw LoadBalancingErrors.Invalid(
                $"Condition field '{field}' must be one of '[{string.Join(",", Configurations.Keys.OrderBy(key => key, StringComparer.Ordinal))}]'");
        }

        if (Configurations.Values.FirstOrDefault(other => other != own && from[other] is not null) is { } foreign)
        {
            throw LoadBalancingErrors.Invalid($"'{foreign}' is not compatible with '{field}'");
        }

        return field is Host or Path ? ReadPattern(from, field, own) : ReadOther(from, field, own);
    }

    public static JsonObject Write(RuleCondition condition)
    {
        var field = FieldOf(condition);
        var members = new JsonObject { ["Field"] = field };
        switch (condition)
        {
            case RuleCondition.HostHeader host:
                WritePattern(members, field, host.Values, host.RegexValues);
                break;
            case RuleCondition.PathPattern path:
                WritePattern(members, field, path.Values, path.RegexValues);
                break;
            case RuleCondition.HttpHeader header:
                var written = Values(header.Values, header.RegexValues);
                written["HttpHeaderName"] = header.Name;
                members[Configurations[field]] = written;
                break;
            case RuleCondition.HttpMethod method:
                members[Configurations[field]] = Values(method.Values, null);
                break;
            case RuleCondition.SourceIp source:
                members[Configurations[field]] = Values(source.Cidrs, null);
                break;
            case RuleCondition.QueryString query:
                members[Configurations[field]] = new JsonObject { ["Values"] = query.Values.Select(Pair).ToJson() };
                break;
            default:
                throw new InvalidOperationException($"Unknown condition {field}.");
        }

        return members;
    }

    /// <summary>A host or path condition, whose values may be in the condition itself: one of them, as before there were others.</summary>
    private static RuleCondition ReadPattern(JsonObject from, string field, string own)
    {
        var (old, oldExpressions, configuration) = (from.Texts("Values"), from.Texts("RegexValues"), from.Object(own));
        if (configuration is not null && old.Count + oldExpressions.Count > 0)
        {
            throw LoadBalancingErrors.Invalid($"You cannot provide both Values and '{own}' for a condition of type '{field}'");
        }

        if (old.Count > 1)
        {
            throw LoadBalancingErrors.Invalid($"The '{field}' field contains too many values; the limit is '1'");
        }

        var (values, expressions) = configuration is null ? (old, oldExpressions) : (configuration.Texts("Values"), configuration.Texts("RegexValues"));
        return field == Host ? new RuleCondition.HostHeader(values, OrNull(expressions)) : new RuleCondition.PathPattern(values, OrNull(expressions));
    }

    private static RuleCondition ReadOther(JsonObject from, string field, string own)
    {
        if (from["Values"] is not null || (from["RegexValues"] is not null && field != Header))
        {
            throw LoadBalancingErrors.Invalid($"The 'Values' field is not compatible with '{field}'");
        }

        var configuration = from.Object(own) ?? throw LoadBalancingErrors.Invalid($"A '{own}' must be specified with '{field}'");
        return field switch
        {
            Header => new RuleCondition.HttpHeader(
                configuration.Text("HttpHeaderName") ?? "",
                configuration.Texts("Values"),
                OrNull(configuration["RegexValues"] is null ? from.Texts("RegexValues") : configuration.Texts("RegexValues"))),
            Method => new RuleCondition.HttpMethod(configuration.Texts("Values")),
            Source => new RuleCondition.SourceIp(configuration.Texts("Values")),
            _ => new RuleCondition.QueryString(configuration.Objects("Values").Select(ReadPair).ToList()),
        };
    }

    private static QueryStringValue ReadPair(JsonObject from) => new(
        from.Text("Key"),
        from.Text("Value") ?? throw LoadBalancingErrors.Invalid("A 'Value' must be specified in 'QueryStringKeyValuePair'"));

    private static IReadOnlyList<string>? OrNull(IReadOnlyList<string> expressions) => expressions.Count == 0 ? null : expressions;

    private static void WritePattern(JsonObject members, string field, IReadOnlyList<string> values, IReadOnlyList<string>? expressions)
    {
        members[Configurations[field]] = Values(values, expressions);
        if (expressions is null)
        {
            members["Values"] = values.ToJson();
        }
        else
        {
            members["RegexValues"] = expressions.ToJson();
        }
    }

    private static JsonObject Values(IReadOnlyList<string> values, IReadOnlyList<string>? expressions)
        => expressions is null ? new JsonObject { ["Values"] = values.ToJson() } : new JsonObject { ["RegexValues"] = expressions.ToJson() };

    private static JsonObject Pair(QueryStringValue pair)
        => pair.Key is null
            ? new JsonObject { ["Value"] = pair.Value }
            : new JsonObject { ["Key"] = pair.Key, ["Value"] = pair.Value };
}
