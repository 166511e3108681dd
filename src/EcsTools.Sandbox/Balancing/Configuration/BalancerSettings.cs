using System;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>The attributes of a balancer that its connections follow.</summary>
internal sealed record BalancerSettings
{
    /// <summary>
    /// How long nothing may arrive or leave during a request (<c>idle_timeout.timeout_seconds</c>). In real time: clients and containers use it.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a client may use one connection (<c>client_keep_alive.seconds</c>).</summary>
    public TimeSpan ClientKeepAlive { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>routing.http.xff_header_processing.mode</c>.</summary>
    public ForwardedForMode ForwardedFor { get; init; }

    /// <summary>Whether X-Forwarded-For has the port of the client too (<c>routing.http.xff_client_port.enabled</c>).</summary>
    public bool ForwardClientPort { get; init; }

    /// <summary>Whether the Host header reaches the target unchanged (<c>routing.http.preserve_host_header.enabled</c>).</summary>
    public bool PreserveHost { get; init; }

    /// <summary>
    /// Whether headers with other characters than letters, digits and hyphens are removed (<c>routing.http.drop_invalid_header_fields.enabled</c>).
    /// </summary>
    public bool DropInvalidHeaders { get; init; }
}
