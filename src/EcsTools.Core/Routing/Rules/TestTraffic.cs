using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>The rule for test traffic of a route with two target groups. Deployments move it to the new tasks before the rule of the route.</summary>
internal static class TestTraffic
{
    /// <summary>The tag of a rule for test traffic with the name of the route that it belongs to.</summary>
    public const string Tag = "ecstools:test-of";

    /// <summary>Name of the rule for test traffic of a route.</summary>
    public static string NameOf(string route) => route + "-test";

    /// <summary>The conditions of the rule.</summary>
    /// <param name="request">The route.</param>
    /// <param name="parts">The conditions of the route's own rules.</param>
    /// <param name="isSameListener">Whether the rule is on the listener of the route.</param>
    public static IReadOnlyList<FargateRouteCondition> Conditions(
        RouteRequest request, IReadOnlyList<IReadOnlyList<FargateRouteCondition>> parts, bool isSameListener)
    {
        var headers = RouteConditionChecks.Conditions(new RouteConditionRequest { Headers = request.Test!.Headers });
        if (isSameListener && headers.Count == 0)
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue("TestListenerPort"),
                $"-TestListenerPort {request.Test.ListenerPort} is the port of the route itself, so all of its requests would be test traffic.",
                "Use the port of another listener, or say with -TestHeader which requests are test traffic, such as -TestHeader @{ 'X-Test' = 'yes' }.",
                "TestListenerPort",
                request.Test.ListenerPort);
        }

        if (parts.Count > 1)
        {
            throw new EcsToolsException(
                ErrorCodes.TooManyConditions,
                $"The route '{request.Target?.Name}' becomes {parts.Count} rules, and a service has one rule for its traffic and one for test traffic.",
                "Use fewer values, so that one rule is enough: at most five, and three in a condition.",
                "Path");
        }

        IReadOnlyList<FargateRouteCondition> all = [.. parts.FirstOrDefault() ?? [], .. headers];
        return all.Count > 0 ? all : [new FargateRouteCondition { Field = RouteConditions.Path, Values = ["*"] }];
    }

    /// <summary>The request for the rule, which has its own name and tag.</summary>
    public static RouteRequest Request(RouteRequest request)
    {
        var tags = (request.Tags ?? new Dictionary<string, string>()).ToDictionary(tag => tag.Key, tag => tag.Value);
        tags[Tag] = request.Target!.Name;
        return request with { Target = request.Target with { Name = NameOf(request.Target.Name) }, Priority = null, Tags = tags };
    }

    /// <summary>The routes, each with the rule for its test traffic.</summary>
    public static IReadOnlyList<FargateRoute> Link(IReadOnlyList<FargateRoute> routes)
    {
        var tests = routes.Where(route => route.TestOf is not null).GroupBy(route => route.TestOf!).ToDictionary(
            group => group.Key, group => group.First().ListenerRuleArn);
        return tests.Count == 0 ? routes : routes.Select(route => route is { TestOf: null, RouteName: { } name } && tests.TryGetValue(name, out var arn)
            ? route with { TestListenerRuleArn = arn }
            : route).ToList();
    }
}
