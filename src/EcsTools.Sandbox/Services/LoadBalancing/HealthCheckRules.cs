using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Refuses what Elastic Load Balancing refuses in the health checks of a target group.</summary>
internal static class HealthCheckRules
{
    /// <summary>The health check of a new group that says nothing about it.</summary>
    public static HealthCheck Default(string targetType, string? protocol, string? version)
    {
        var check = new HealthCheck { Timeout = protocol is "HTTPS" or "TCP" ? 10 : 6 };
        return targetType == TargetTypes.Lambda
            ? check with { IsEnabled = false, Interval = 35, Timeout = 30, UnhealthyThreshold = 5 }
            : version == "GRPC" ? check with { Path = "/AWS.ALB/healthcheck", Matcher = "12" } : check;
    }

    public static HealthCheck Check(JsonObject input, HealthCheck known, string targetType, string? version)
    {
        var check = TargetGroupJson.ReadCheck(input, known);
        if (!check.IsEnabled && targetType != TargetTypes.Lambda)
        {
            throw LoadBalancingErrors.Configuration($"Health check enabled must be true for target groups with target type '{targetType}'");
        }

        if (check.Protocol is not ("HTTP" or "HTTPS"))
        {
            throw LoadBalancingErrors.Invalid($"Health check protocol '{check.Protocol}' must be one of '[HTTP, HTTPS]'");
        }

        if (check.Timeout >= check.Interval)
        {
            throw LoadBalancingErrors.Invalid($"Health check timeout '{check.Timeout}' must be smaller than the interval '{check.Interval}'");
        }

        if (check.Port != HealthCheck.TrafficPort && !AttributeDefinition.IsWithin(check.Port, 1, 65535))
        {
            throw LoadBalancingErrors.Invalid(
                $"Health check port '{check.Port}' must be '{HealthCheck.TrafficPort}' or a number between '1-65535' inclusive");
        }

        if (check.Path[0] != '/')
        {
            throw LoadBalancingErrors.Invalid($"Health check path '{check.Path}' must begin with '/'");
        }

        CheckMatcher(input.Object("Matcher"), version == "GRPC");
        return check;
    }

    private static void CheckMatcher(JsonObject? matcher, bool isGrpc)
    {
        if (matcher is null)
        {
            return;
        }

        var (wanted, other) = isGrpc ? ("GrpcCode", "HttpCode") : ("HttpCode", "GrpcCode");
        if (matcher.Text(other) is not null || matcher.Text(wanted) is not { } codes)
        {
            throw LoadBalancingErrors.Invalid($"A health check matcher must be specified with '{wanted}' for this protocol version");
        }

        var (least, most) = isGrpc ? (0, 99) : (200, 499);
        if (!codes.Split(',').All(part => IsRange(part, least, most)))
        {
            throw LoadBalancingErrors.Invalid(FormattableString.Invariant(
                $"Health check matcher {(isGrpc ? "gRPC" : "HTTP")} code '{codes}' must be within '{least}-{most}' inclusive"));
        }
    }

    /// <summary>Whether a text is a code, or two of them with a hyphen between.</summary>
    private static bool IsRange(string text, int least, int most)
    {
        var ends = text.Split('-');
        return ends.Length <= 2
            && ends.All(end => AttributeDefinition.IsWithin(end, least, most))
            && int.Parse(ends[0], CultureInfo.InvariantCulture) <= int.Parse(ends[ends.Length - 1], CultureInfo.InvariantCulture);
    }
}
