using System;
using System.Text.RegularExpressions;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Services.Scaling;

/// <summary>
/// Checks a scaling request before anything changes. Limits: RegisterScalableTarget, PutScalingPolicy and PutScheduledAction in the
/// Application Auto Scaling API reference.
/// </summary>
internal static class ScalingChecks
{
    // ECS: tasks of a service.
    private const int Most = 5000;

    private static readonly Regex ActionName = new(@"^[^:/|\p{C}]{1,256}$", RegexOptions.CultureInvariant);

    public static void Request(ServiceScalingRequest request, DateTimeOffset now)
    {
        Within(request.MinimumCount, 0, Most, "MinimumCount", "tasks");
        Within(request.MaximumCount, 0, Most, "MaximumCount", "tasks");
        Within(request.CpuTarget, 0, 100, "CpuTarget", "percent (0 stops scaling on this metric)");
        Within(request.MemoryTarget, 0, 100, "MemoryTarget", "percent (0 stops scaling on this metric)");
        Within(request.RequestTarget, 0, 1e9, "RequestTarget", "requests (0 stops scaling on this metric)");
        Within(request.ScaleOutCooldown?.TotalSeconds, 0, 86400, "ScaleOutCooldown", "seconds");
        Within(request.ScaleInCooldown?.TotalSeconds, 0, 86400, "ScaleInCooldown", "seconds");
        Schedule(request);
        Time(request, now);
    }

    /// <summary>Checks that the counts fit together, using current values for those not given. The service may not exist yet.</summary>
    public static void Counts(ServiceScalingRequest request, FargateScaling? current)
    {
        var (minimum, maximum) = (request.MinimumCount ?? current?.MinimumCount ?? 1, request.MaximumCount ?? current?.MaximumCount);
        if (maximum is null)
        {
            throw new EcsToolsException(
                ErrorCodes.MaximumCountMissing,
                $"Service '{request.Service.Name}' has no scaling yet, and -MaximumCount was not given.",
                "Give -MaximumCount, the largest number of tasks that it may run; -MinimumCount defaults to 1.",
                "MaximumCount");
        }

        if (minimum > maximum)
        {
            var parameter = request.MinimumCount is not null ? "MinimumCount" : "MaximumCount";
            throw Unsuitable(
                parameter,
                request.MinimumCount ?? request.MaximumCount,
                $"makes the minimum larger than the maximum: at least {minimum} tasks and at most {maximum}.",
                $"Use -MinimumCount {maximum} or less, or -MaximumCount {minimum} or more.");
        }
    }

    /// <summary>Checks that a metric is tracked if tracking settings are given.</summary>
    public static void Tracking(ServiceScalingRequest request, bool isTracked)
    {
        var parameter = request.ScaleOutCooldown is not null ? "ScaleOutCooldown"
            : request.ScaleInCooldown is not null ? "ScaleInCooldown"
            : request.NoScaleIn is not null ? "NoScaleIn"
            : null;
        if (parameter is not null && !isTracked)
        {
            throw new EcsToolsException(
                ErrorCodes.NothingTracked,
                $"-{parameter} has no effect: the service does not scale on a metric.",
                "Give -CpuTarget, -MemoryTarget or -RequestTarget.",
                parameter);
        }
    }

    /// <summary>The label for counting the requests of a target group: names and ids of the load balancer and the target group.</summary>
    public static string ResourceLabel(ServiceScalingRequest request, FargateService service, string? listenerRule)
    {
        if (service.Targets.Count == 0)
        {
            throw Unsuitable(
                "RequestTarget",
                request.RequestTarget,
                $"counts the requests of a load balancer, but service '{service.ServiceName}' has no target group.",
                "Give it one with Set-FargateService -TargetGroupArn, or use -CpuTarget.");
        }

        var group = AwsArn.Parse(service.Targets[0].TargetGroupArn).Resource;
        var balancer = request.LoadBalancerArn is { } arn ? BalancerOf(arn, "loadbalancer")
            : listenerRule is not null ? BalancerOf(listenerRule, "listener-rule")
            : null;
        return balancer is not null
            ? $"{balancer}/{group}"
            : throw new EcsToolsException(
                ErrorCodes.LoadBalancerUnknown,
                "-RequestTarget counts the requests of one load balancer, but the service does not tell which one it uses.",
                "Give its ARN with -LoadBalancerArn: arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>.",
                "LoadBalancerArn");
    }

    private static string BalancerOf(string arn, string kind)
        => AwsArn.Is(arn) && AwsArn.Parse(arn).Resource.Split('/') is { Length: >= 4 } parts && parts[0] == kind && parts[1] == "app"
            ? string.Join("/", parts[1], parts[2], parts[3])
            : throw Wrong(
                "LoadBalancerArn",
                arn,
                "is not the ARN of an Application Load Balancer.",
                "Give arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>.");

    private static void Time(ServiceScalingRequest request, DateTimeOffset now)
    {
        var zone = request.TimeZone ?? ScheduleTimeZone.Utc;
        if (!request.Remove && request.Expression?.At is { } at && zone.Info is { } info && ScheduleTimes.ToInstant(at, info) is var instant
            && !(instant > now))
        {
            throw Wrong(
                "At",
                at.ToString("s"),
                instant is null ? $"does not exist in {zone}: the change to summer time skips it." : $"is in the past in {zone}.",
                "Give a time in the future, and its time zone with -TimeZone.");
        }
    }

    private static void Schedule(ServiceScalingRequest request)
    {
        if (request.ScheduleName is not { } name)
        {
            if (request.Expression is not null)
            {
                throw new EcsToolsException(
                    ErrorCodes.ScheduleNameMissing,
                    $"The schedule {request.Expression} has no name.",
                    "Name it with -ScheduleName: you change and remove the schedule by its name.",
                    "ScheduleName");
            }

            return;
        }

        if (!ActionName.IsMatch(name))
        {
            throw Wrong("ScheduleName", name, "is not a name for a schedule.", "Use 1 to 256 characters without ':', '/' and '|'.");
        }

        if (!request.Remove && request.MinimumCount is null && request.MaximumCount is null)
        {
            throw new EcsToolsException(
                ErrorCodes.ScheduleChangesNothing,
                $"The schedule '{name}' says when, but not what to change.",
                "Give -MinimumCount, -MaximumCount or both: they apply from that time on.",
                "MinimumCount",
                name);
        }

        if (request is { MinimumCount: { } minimum, MaximumCount: { } maximum } && minimum > maximum)
        {
            throw Wrong(
                "MinimumCount",
                minimum,
                $"makes the minimum larger than the maximum: at least {minimum} tasks and at most {maximum}.",
                $"Use -MinimumCount {maximum} or less, or -MaximumCount {minimum} or more.");
        }
    }

    private static void Within(double? value, double minimum, double maximum, string parameter, string unit)
    {
        if (value < minimum || value > maximum)
        {
            throw Wrong(
                parameter,
                value,
                FormattableString.Invariant($"is outside the range that AWS allows: {minimum} to {maximum} {unit}."),
                FormattableString.Invariant($"Use -{parameter} {(value < minimum ? minimum : maximum)}."));
        }
    }

    private static EcsToolsException Wrong(string parameter, object? value, string problem, string remedy)
        => Refused(ErrorCode.InvalidValue(parameter), parameter, value, problem, remedy);

    /// <summary>The error of a value that is valid, but does not fit the service.</summary>
    private static EcsToolsException Unsuitable(string parameter, object? value, string problem, string remedy)
        => Refused(ErrorCode.InvalidValue(parameter).OfRecord, parameter, value, problem, remedy);

    private static EcsToolsException Refused(ErrorCode code, string parameter, object? value, string problem, string remedy)
        => new(code, FormattableString.Invariant($"-{parameter} {value} {problem}"), remedy, parameter, value);
}
