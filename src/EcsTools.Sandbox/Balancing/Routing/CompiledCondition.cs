using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Balancing.Routing;

/// <summary>A condition, prepared to be asked for each request.</summary>
internal static class CompiledCondition
{
    public static Predicate<IRequestFacts> Create(RuleCondition condition)
    {
        switch (condition)
        {
            case RuleCondition.PathPattern path:
                var isPath = AnyOf(path.Values, path.RegexValues, ignoreCase: false);
                return request => isPath(request.Path);
            case RuleCondition.HostHeader host:
                var isHost = AnyOf(host.Values, host.RegexValues, ignoreCase: true);
                return request => isHost(request.HostName);
            case RuleCondition.HttpMethod method:
                var methods = method.Values.ToArray();
                return request => Array.IndexOf(methods, request.Method) >= 0;
            case RuleCondition.SourceIp source:
                var blocks = source.Cidrs.Select(CidrBlock.Parse).ToArray();
                return request => blocks.Any(block => block.Contains(request.Source));
            case RuleCondition.HttpHeader header:
                var isValue = AnyOf(header.Values, header.RegexValues, ignoreCase: true);
                return request => request.HeaderValues(header.Name).Any(value => isValue(value));
            case RuleCondition.QueryString query:
                return InQuery(query.Values);
            default:
                throw new ArgumentException($"There is no condition {condition.GetType().Name}.", nameof(condition));
        }
    }

    private static Predicate<string> AnyOf(IReadOnlyList<string> values, IReadOnlyList<string>? regexValues, bool ignoreCase)
    {
        var patterns = values.ToArray();
        var expressions = (regexValues ?? Array.Empty<string>()).Select(value => new RuleRegex(value, ignoreCase)).ToArray();
        return text =>
        {
            foreach (var pattern in patterns)
            {
                if (Wildcard.IsMatch(pattern, text, one: true, ignoreCase))
                {
                    return true;
                }
            }

            foreach (var expression in expressions)
            {
                if (expression.IsMatch(text))
                {
                    return true;
                }
            }

            return false;
        };
    }

    private static Predicate<IRequestFacts> InQuery(IReadOnlyList<QueryStringValue> values)
    {
        return request =>
        {
            foreach (var pair in request.Query.Split('&'))
            {
                var equals = pair.IndexOf('=');
                var key = equals < 0 ? pair : pair.Substring(0, equals);
                var value = equals < 0 ? "" : pair.Substring(equals + 1);
                if (pair.Length > 0 && values.Any(one => (one.Key is null || IsLike(one.Key, key)) && IsLike(one.Value, value)))
                {
                    return true;
                }
            }

            return false;
        };
    }

    private static bool IsLike(string pattern, string text) => Wildcard.IsMatch(pattern, text, one: true, ignoreCase: true, escapes: true);
}
