using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using EcsTools.Aws;
using EcsTools.Routing.Balancers;

namespace EcsTools.Routing.Rules;

/// <summary>Checks routes before any call. Limits: CreateTargetGroup and CreateRule in the Elastic Load Balancing API reference.</summary>
internal static class RouteChecks
{
    private const int MaximumBody = 1024;

    private static readonly string[] ContentTypes = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"];

    public static void Request(RouteRequest request)
    {
        LoadBalancerChecks.Within(request.ListenerPort, 1, 65535, "ListenerPort", "");
        LoadBalancerChecks.Within(request.Priority, 1, RoutePriorities.Last, "Priority", "");
        LoadBalancerChecks.Within(request.Weight, 0, 100, "Weight", "percent");
        EcsNameRules.Tags(request.Tags);
        if (request.IsDefault && !request.Conditions.IsEmpty)
        {
            throw new EcsToolsException(
                ErrorCodes.DefaultRouteWithCondition,
                $"-Default is for every request without another route, but there is a condition: "
                    + $"{RouteConditions.Describe(RouteConditionChecks.Conditions(request.Conditions))}.",
                "Leave out -Default, or leave out the condition.",
                "Default",
                true);
        }

        if (!request.IsDefault && request.Conditions.IsEmpty)
        {
            var goal = request.Target?.Name ?? request.Redirect?.To ?? request.Answer?.StatusCode.ToString(CultureInfo.InvariantCulture);
            throw new EcsToolsException(
                ErrorCodes.RouteConditionMissing,
                $"The route to '{goal}' does not say which requests it applies to.",
                "Give -Path, -HostName or another condition, or use -Default for every request without another route.",
                "Path");
        }

        if (request is { IsDefault: true, Priority: not null })
        {
            throw LoadBalancerChecks.Wrong(
                "Priority", request.Priority, "cannot be used with -Default, which always comes last.", "without -Default, or leave it out");
        }

        if (request.Test is { } test)
        {
            LoadBalancerChecks.Within(test.ListenerPort, 1, 65535, "TestListenerPort", "");
            TwoGroups(request, test.ListenerPort is null ? "TestHeader" : "TestListenerPort");
        }

        if (request.Answer is { } answer)
        {
            Answer(answer);
        }

        if (request.Target is { } target)
        {
            Target(target);
        }
    }

    private static void TwoGroups(RouteRequest request, string parameter)
    {
        if (request.Target?.TwoTargetGroups != true)
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue(parameter),
                $"-{parameter} is for test traffic of deployments that move between two target groups, but the route '{request.Target?.Name}' has one.",
                $"Add -TwoTargetGroups, or leave out -{parameter}.",
                parameter);
        }
    }

    public static void Target(TargetGroupRequest target)
    {
        LoadBalancerChecks.Name(target.TwoTargetGroups ? AlternateName(target.Name) : target.Name, "Name");
        LoadBalancerChecks.Within(target.ContainerPort, 1, 65535, "ContainerPort", "");
        LoadBalancerChecks.Within(target.DeregistrationDelay?.TotalSeconds, 0, 3600, "DeregistrationDelay", "seconds");
        LoadBalancerChecks.Within(target.Stickiness?.TotalSeconds, 0, 604800, "Stickiness", "seconds");
        if (target.SlowStart is { TotalSeconds: not 0 } slow)
        {
            LoadBalancerChecks.Within(slow.TotalSeconds, 30, 900, "SlowStart", "seconds");
        }

        HealthCheck(target.HealthCheck);
        if (target.RewritePath is { } rewrite)
        {
            Rewrite(rewrite.Key);
        }
    }

    public static void HealthCheck(HealthCheckRequest check)
    {
        LoadBalancerChecks.Within(check.Interval?.TotalSeconds, 5, 300, "HealthCheckInterval", "seconds");
        LoadBalancerChecks.Within(check.Timeout?.TotalSeconds, 2, 120, "HealthCheckTimeout", "seconds");
        LoadBalancerChecks.Within(check.HealthyThreshold, 2, 10, "HealthyThreshold", "checks");
        LoadBalancerChecks.Within(check.UnhealthyThreshold, 2, 10, "UnhealthyThreshold", "checks");
        if (check.Interval is { } interval && check.Timeout is { } timeout && timeout >= interval)
        {
            throw LoadBalancerChecks.Wrong(
                "HealthCheckTimeout",
                timeout.TotalSeconds + "s",
                $"is not shorter than the interval, {interval.TotalSeconds} seconds.",
                FormattableString.Invariant($"{Math.Max(2, (int)interval.TotalSeconds - 1)}s"));
        }

        if (check.Path is { } path && (!path.StartsWith("/", StringComparison.Ordinal) || path.Length > 1024))
        {
            throw LoadBalancerChecks.Wrong("HealthCheckPath", path, "is not a path that begins with a slash.", "/" + path.TrimStart('/'));
        }

        if (check.SuccessCode is { } codes && !codes.Split(',').All(IsSuccess))
        {
            throw LoadBalancerChecks.Wrong("SuccessCode", codes, "is not a list of status codes from 200 to 499.", "200, \"200,302\" or 200-299");
        }
    }

    /// <summary>Name of the second target group of a route.</summary>
    public static string AlternateName(string name) => name + "-2";

    private static bool IsSuccess(string part)
    {
        var match = Regex.Match(part, @"^([2-4]\d\d)(?:-([2-4]\d\d))?$", RegexOptions.CultureInvariant);
        return match.Success
            && (!match.Groups[2].Success || string.CompareOrdinal(match.Groups[1].Value, match.Groups[2].Value) < 0);
    }

    private static void Answer(AnswerRequest answer)
    {
        LoadBalancerChecks.StatusCode(answer.StatusCode, "StatusCode");
        var bytes = Encoding.UTF8.GetByteCount(answer.Body ?? "");
        if (bytes > MaximumBody)
        {
            throw LoadBalancerChecks.Wrong(
                "Body", $"with {bytes} bytes", $"is too long: an answer has at most {MaximumBody}.", "a shorter text, or redirect to a page with -RedirectTo");
        }

        if (answer.ContentType is { } type && !ContentTypes.Contains(type, StringComparer.Ordinal))
        {
            throw LoadBalancerChecks.Wrong("ContentType", type, "is not a type that a load balancer can answer.", string.Join(" or ", ContentTypes));
        }
    }

    private static void Rewrite(string regex)
    {
        try
        {
            _ = new Regex(regex, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException problem)
        {
            throw LoadBalancerChecks.Wrong(
                "RewritePath", regex, $"is not a regular expression: {problem.Message}", "@{ '^/api/(.*)$' = '/$1' }");
        }
    }
}
