using System.Collections.Generic;

using static EcsTools.Sandbox.Services.LoadBalancing.AttributeDefinition;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The attributes of an Application Load Balancer.</summary>
internal static class BalancerAttributes
{
    public const string Protection = "deletion_protection.enabled";
    public const string CrossZone = "load_balancing.cross_zone.enabled";
    public const string IdleTimeout = "idle_timeout.timeout_seconds";
    public const string KeepAlive = "client_keep_alive.seconds";
    public const string ForwardedFor = "routing.http.xff_header_processing.mode";
    public const string ClientPort = "routing.http.xff_client_port.enabled";
    public const string PreserveHost = "routing.http.preserve_host_header.enabled";
    public const string DropInvalid = "routing.http.drop_invalid_header_fields.enabled";

    /// <summary>The logs that go to a bucket: each has the attributes enabled, bucket and prefix.</summary>
    public static readonly IReadOnlyList<string> Logs = ["access_logs.s3", "connection_logs.s3", "health_check_logs.s3"];

    public static readonly IReadOnlyList<AttributeDefinition> All =
    [
        Flag("access_logs.s3.enabled", false),
        Text("access_logs.s3.bucket"),
        Text("access_logs.s3.prefix"),
        Number(IdleTimeout, 60, 1, 4000),
        Flag(Protection, false),
        Flag("routing.http2.enabled", true),
        Flag(DropInvalid, false),
        OneOf(ForwardedFor, "append", "append", "preserve", "remove"),
        Flag(PreserveHost, false),
        Flag(ClientPort, false),
        Flag(CrossZone, true),
        OneOf("routing.http.desync_mitigation_mode", "defensive", "monitor", "defensive", "strictest"),
        Number(KeepAlive, 3600, 60, 604800),
        Flag("waf.fail_open.enabled", false),
        Flag("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", false),
        Flag("zonal_shift.config.enabled", false),
        Flag("ipv6.deny_all_igw_traffic", false),
        Flag("connection_logs.s3.enabled", false),
        Text("connection_logs.s3.bucket"),
        Text("connection_logs.s3.prefix"),
        Flag("health_check_logs.s3.enabled", false),
        Text("health_check_logs.s3.bucket"),
        Text("health_check_logs.s3.prefix"),
    ];

    /// <summary>Refuses values that do not go together.</summary>
    public static void Check(AttributeValues values)
    {
        if (!values.IsOn(CrossZone))
        {
            throw LoadBalancingErrors.Configuration(
                $"'{CrossZone}' cannot be changed for load balancers of type 'application'");
        }

        foreach (var log in Logs)
        {
            if (values.IsOn(log + ".enabled") && values[log + ".bucket"].Length == 0)
            {
                throw LoadBalancingErrors.Configuration($"'{log}.bucket' must be specified when '{log}.enabled' is 'true'");
            }
        }
    }
}
