using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

using static EcsTools.Sandbox.Services.LoadBalancing.AttributeDefinition;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The attributes of a target group of an Application Load Balancer.</summary>
internal static class TargetGroupAttributes
{
    public const string Delay = "deregistration_delay.timeout_seconds";
    public const string Sticky = "stickiness.enabled";
    public const string StickyType = "stickiness.type";
    public const string BalancerCookieDuration = "stickiness.lb_cookie.duration_seconds";
    public const string AppCookieName = "stickiness.app_cookie.cookie_name";
    public const string AppCookieDuration = "stickiness.app_cookie.duration_seconds";
    public const string SlowStart = "slow_start.duration_seconds";
    public const string Algorithm = "load_balancing.algorithm.type";
    public const string Mitigation = "load_balancing.algorithm.anomaly_mitigation";
    public const string AppCookie = "app_cookie";
    public const string RoundRobin = "round_robin";

    private const int Week = 604800;

    // The characters of a cookie's name, by RFC 6265.
    private static readonly Regex CookieName = new("^[!#$%&'*+.^_`|~0-9A-Za-z-]*$", RegexOptions.CultureInvariant);

    public static readonly IReadOnlyList<AttributeDefinition> All =
    [
        Flag(Sticky, false),
        Number(Delay, 300, 0, 3600),
        OneOf(StickyType, "lb_cookie", "lb_cookie", AppCookie),
        Number(BalancerCookieDuration, 86400, 1, Week),
        Number(SlowStart, 0, 30, 900, "0"),
        OneOf(Algorithm, RoundRobin, RoundRobin, "least_outstanding_requests", "weighted_random"),
        OneOf(Mitigation, "off", "on", "off"),
        new(AppCookieName, "", CookieProblem),
        Number(AppCookieDuration, 86400, 1, Week),
        OneOf("load_balancing.cross_zone.enabled", "use_load_balancer_configuration", "true", "false", "use_load_balancer_configuration"),
        NumberOrOff("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1", 1, LoadBalancingQuotas.Targets),
        NumberOrOff("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off", 1, 100),
        NumberOrOff("target_group_health.dns_failover.minimum_healthy_targets.count", "1", 1, LoadBalancingQuotas.Targets),
        NumberOrOff("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off", 1, 100),
    ];

    /// <summary>Refuses values that do not go together.</summary>
    public static void Check(AttributeValues values)
    {
        if (values.IsOn(Sticky) && values[StickyType] == AppCookie && values[AppCookieName].Length == 0)
        {
            throw LoadBalancingErrors.Configuration("You must set an application cookie name to enable stickiness of type 'app_cookie'");
        }

        if (values.Number(SlowStart) > 0 && values[Algorithm] != RoundRobin)
        {
            throw LoadBalancingErrors.Configuration($"Slow start mode is not supported with the '{values[Algorithm]}' load balancing algorithm");
        }

        if (values[Mitigation] == "on" && values[Algorithm] != "weighted_random")
        {
            throw LoadBalancingErrors.Configuration("Anomaly mitigation is supported only with the 'weighted_random' load balancing algorithm");
        }
    }

    private static string? CookieProblem(string name)
        => name.StartsWith("AWSALB", StringComparison.OrdinalIgnoreCase) ? "cannot begin with 'AWSALB', which is reserved for the load balancer"
            : name.Length > 4096 || !CookieName.IsMatch(name) ? "is not a valid cookie name"
            : null;
}
