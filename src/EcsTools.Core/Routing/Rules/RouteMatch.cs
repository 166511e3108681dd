using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>A request, as the conditions of rules see it.</summary>
public sealed record RoutedRequest
{
    /// <summary>The address. Its host, path and query count.</summary>
    public required Uri Url { get; init; }

    /// <summary>The method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Address of the client; null if it is not known.</summary>
    public string? SourceAddress { get; init; }
}

/// <summary>Decides which rule answers a request, and explains it.</summary>
internal static class RouteMatch
{
    private static readonly TimeSpan RegexTime = TimeSpan.FromSeconds(1);

    /// <summary>The rule that answers, with the explanation.</summary>
    /// <param name="routes">The rules of a listener in the order of their priorities, the default rule last.</param>
    /// <param name="request">The request.</param>
    public static FargateRoute Answering(IReadOnlyList<FargateRoute> routes, RoutedRequest request)
    {
        var route = routes.First(candidate => candidate.Conditions.All(condition => Value(condition, request) is not null));
        return route with { Reason = Why(route, routes, request) };
    }

    private static string Why(FargateRoute route, IReadOnlyList<FargateRoute> routes, RoutedRequest request)
    {
        var later = routes.SkipWhile(other => other != route).Skip(1)
            .FirstOrDefault(other => !other.IsDefault && other.Conditions.All(condition => Value(condition, request) is not null));
        var also = later is null ? "" : $" Also rule {later.Priority} ({RouteConditions.Describe(later.Conditions)}) fits, but it comes later.";
        if (route.IsDefault)
        {
            var reasons = routes.Where(other => !other.IsDefault).Take(3).Select(Reason).ToList();
            return "No other rule fits: " + (reasons.Count == 0 ? "there is none." : string.Join("; ", reasons) + ".");
        }

        return string.Join(", ", route.Conditions.Select(condition => $"{Actual(condition, request)} fits {Value(condition, request)}")) + "." + also;

        string Reason(FargateRoute other)
        {
            var failed = other.Conditions.First(condition => Value(condition, request) is null);
            return $"{Named(other)} needs {failed}";
        }
    }

    private static string Named(FargateRoute route) => $"rule {route.Priority} ({RouteConditions.Describe(route.Conditions)})";

    private static string Actual(FargateRouteCondition condition, RoutedRequest request) => condition.Field switch
    {
        RouteConditions.Path => "path " + request.Url.AbsolutePath,
        RouteConditions.Host => "host " + request.Url.Host,
        RouteConditions.Method => "method " + request.Method,
        RouteConditions.Header => "header " + condition.Name,
        RouteConditions.Query => "query " + request.Url.Query.TrimStart('?'),
        _ => "client " + request.SourceAddress,
    };

    /// <summary>The value of the condition that the request has; null if it has none.</summary>
    private static string? Value(FargateRouteCondition condition, RoutedRequest request)
    {
        return condition.Values.FirstOrDefault(value => condition.Field switch
        {
            RouteConditions.Path => Fits(value, request.Url.AbsolutePath),
            RouteConditions.Host => Fits(value, request.Url.Host),
            RouteConditions.Method => value == request.Method,
            RouteConditions.Header => request.Headers.Any(
                header => header.Key.Equals(condition.Name, StringComparison.OrdinalIgnoreCase) && Fits(value, header.Value)),
            RouteConditions.Query => Pairs(request.Url.Query).Any(pair => FitsPair(value, pair)),
            RouteConditions.Source => request.SourceAddress is { } address && AddressRange.Covers(value, address),
            _ => false,
        });

        bool Fits(string value, string actual) => condition.IsRegex
            ? Regex.IsMatch(actual, value, RegexOptions.CultureInvariant, RegexTime)
            : RoutePattern.Matches(value, actual, RouteConditions.IgnoresCase(condition.Field));
    }

    private static bool FitsPair(string value, KeyValuePair<string, string> pair)
    {
        var at = value.IndexOf('=');
        return at <= 0
            ? RoutePattern.Matches(value, pair.Value, ignoreCase: true)
            : RoutePattern.Matches(value.Substring(0, at), pair.Key, ignoreCase: true)
                && RoutePattern.Matches(value.Substring(at + 1), pair.Value, ignoreCase: true);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string query)
        => query.TrimStart('?').Split('&').Where(part => part.Length > 0).Select(part =>
        {
            var at = part.IndexOf('=');
            return at < 0 ? new KeyValuePair<string, string>(part, "") : new KeyValuePair<string, string>(part.Substring(0, at), part.Substring(at + 1));
        });
}
