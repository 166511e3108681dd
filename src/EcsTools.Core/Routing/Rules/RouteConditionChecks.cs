using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Models;
using EcsTools.Routing.Balancers;

namespace EcsTools.Routing.Rules;

/// <summary>
/// Checks conditions and converts them to the form of <see cref="FargateRouteCondition"/>. Limits: "Condition types for listener rules" in the user guide of
/// Application Load Balancers.
/// </summary>
internal static class RouteConditionChecks
{
    private const int MaximumLength = 128;

    public static IReadOnlyList<FargateRouteCondition> Conditions(RouteConditionRequest request)
    {
        var all = new List<FargateRouteCondition>();
        if (request is { Paths: { } paths, PathRegexes: { } regexes })
        {
            throw new EcsToolsException(
                ErrorCodes.PathAndPathRegex,
                $"-Path {paths[0]} and -PathRegex {regexes[0]} both say which paths the route applies to.",
                "Use one of them. Add a second route for the other.",
                "PathRegex",
                regexes[0]);
        }

        Add(RouteConditions.Host, null, request.HostNames?.Select(HostName));
        Add(RouteConditions.Path, null, request.Paths?.Select(PathValue));
        if (request.PathRegexes is { } expressions)
        {
            all.Add(new FargateRouteCondition { Field = RouteConditions.Path, Values = expressions.Select(Expression).Distinct().ToList(), IsRegex = true });
        }

        Add(RouteConditions.Method, null, request.Methods?.Select(MethodName));
        foreach (var header in request.Headers ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            Add(RouteConditions.Header, HeaderName(header.Key), header.Value.Select(value => Length(value, "Header")));
        }

        foreach (var parameter in request.Query ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            Add(RouteConditions.Query, null, parameter.Value.Select(value => Length(
                parameter.Key.Length == 0 ? value : $"{parameter.Key}={value}", "Query")));
        }

        Add(RouteConditions.Source, null, request.SourceAddresses?.Select(Source));
        return all;

        void Add(string field, string? name, IEnumerable<string>? values)
        {
            if (values?.Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } list)
            {
                all.Add(new FargateRouteCondition { Field = field, Name = name, Values = list });
            }
        }
    }

    private static string PathValue(string path)
    {
        if (!path.StartsWith("/", StringComparison.Ordinal) && !path.StartsWith("*", StringComparison.Ordinal))
        {
            throw LoadBalancerChecks.Wrong("Path", path, "does not begin with a slash.", "/" + path);
        }

        if (path.IndexOf('?') is > 0 and var query && path.IndexOf('=', query) > query)
        {
            throw LoadBalancerChecks.Wrong(
                "Path",
                path,
                "has a query. A path is compared without it, and ? stands for one character.",
                $"{path.Substring(0, query)} -Query @{{ {path.Substring(query + 1).Replace("=", " = '").Replace("&", "'; ")}' }}");
        }

        var wrong = path.FirstOrDefault(letter => !IsPathLetter(letter));
        return wrong == default
            ? Length(path, "Path")
            : throw LoadBalancerChecks.Wrong(
                "Path",
                path,
                $"has the character '{UntrustedText.Sanitize(wrong.ToString())}', which a load balancer does not accept in a path.",
                path.Replace(wrong, '?') + ", where ? stands for one character");
    }

    private static bool IsPathLetter(char letter)
        => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || "_-.$/~\"'@:+&*?".IndexOf(letter) >= 0;

    private static string HostName(string host)
    {
        if (host.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            throw LoadBalancerChecks.Wrong("HostName", host, "is an address, not a host name.", host.Substring(scheme + 3).Split('/', ':')[0]);
        }

        return Regex.IsMatch(host, @"^[A-Za-z0-9.*?_-]+$", RegexOptions.CultureInvariant) && host.IndexOf('.') >= 0
            ? Length(host, "HostName")
            : throw LoadBalancerChecks.Wrong("HostName", UntrustedText.Sanitize(host), "is not a host name with at least one dot.", "api.example.com");
    }

    private static string MethodName(string method)
        => Regex.IsMatch(method, "^[A-Z_-]{1,40}$", RegexOptions.CultureInvariant)
            ? method
            : throw LoadBalancerChecks.Wrong(
                "Method",
                UntrustedText.Sanitize(method),
                "is not an HTTP method in capital letters.",
                Regex.IsMatch(method, "^[A-Za-z]+$", RegexOptions.CultureInvariant) ? method.ToUpperInvariant() : "GET");

    private static string HeaderName(string name)
        => Regex.IsMatch(name, "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}$", RegexOptions.CultureInvariant) && !name.Equals("host", StringComparison.OrdinalIgnoreCase)
            ? name
            : throw LoadBalancerChecks.Wrong(
                "Header",
                UntrustedText.Sanitize(name),
                name.Equals("host", StringComparison.OrdinalIgnoreCase) ? "is not a header that a condition can name." : "is not the name of a header.",
                name.Equals("host", StringComparison.OrdinalIgnoreCase) ? "@{ 'X-Version' = '2' }, or -HostName for the host" : "@{ 'X-Version' = '2' }");

    private static string Source(string address)
    {
        try
        {
            return LoadBalancerChecks.Range(address);
        }
        catch (EcsToolsException)
        {
            throw LoadBalancerChecks.Wrong("SourceAddress", address, "is not a range of addresses.", "203.0.113.0/24, or 203.0.113.7/32 for one address");
        }
    }

    private static string Expression(string regex)
    {
        try
        {
            _ = new Regex(regex, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException problem)
        {
            throw LoadBalancerChecks.Wrong("PathRegex", regex, $"is not a regular expression: {problem.Message}", "^/api/v[12]/");
        }

        return Regex.IsMatch(regex, @"\(\?(=|!|<|>)|\\[1-9]|[*+?}]\+", RegexOptions.CultureInvariant)
            ? throw LoadBalancerChecks.Wrong(
                "PathRegex",
                regex,
                "has a lookaround, a backreference or a possessive quantifier, which load balancers do not support.",
                "a plain expression, such as ^/api/v[12]/")
            : Length(regex, "PathRegex");
    }

    private static string Length(string value, string parameter)
        => value.Length is > 0 and <= MaximumLength
            ? value
            : throw LoadBalancerChecks.Wrong(
                parameter,
                value.Length == 0 ? "''" : value,
                $"has {value.Length} characters. A value has 1 to {MaximumLength}.",
                value.Length == 0 ? "a value" : value.Substring(0, MaximumLength - 1) + "*");
}
