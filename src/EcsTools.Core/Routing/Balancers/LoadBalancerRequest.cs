using System;
using System.Collections.Generic;

namespace EcsTools.Routing.Balancers;

/// <summary>The requested load balancer. A null value was not given: an existing load balancer keeps its value, a new one gets the default.</summary>
public sealed record LoadBalancerRequest
{
    /// <summary>Name: 1 to 32 letters, digits and hyphens.</summary>
    public required string LoadBalancer { get; init; }

    /// <summary>Subnets in two or more zones; by default the public subnets of the default VPC.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Security groups; by default a group for the load balancer.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Addresses that may connect, in CIDR notation; by default all, or those of the VPC for an internal one.</summary>
    public IReadOnlyList<string>? AllowFrom { get; init; }

    /// <summary>Whether it has only private addresses.</summary>
    public bool? Internal { get; init; }

    /// <summary>Port of the listener; 80 in a new load balancer, or 443 with a certificate.</summary>
    public int? Port { get; init; }

    /// <summary>ARNs or domain names of certificates. The listener is then HTTPS.</summary>
    public IReadOnlyList<string>? Certificates { get; init; }

    /// <summary>Whether there is no listener on port 80 that redirects to HTTPS.</summary>
    public bool NoRedirect { get; init; }

    /// <summary>Security policy of the HTTPS listener.</summary>
    public string? SslPolicy { get; init; }

    /// <summary><c>ipv4</c>, <c>dualstack</c> or <c>dualstack-without-public-ipv4</c>.</summary>
    public string? IpAddressType { get; init; }

    /// <summary>How long a connection may be idle: 1 to 4000 seconds.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Status of the answer to a request without a route; 404 in a new load balancer.</summary>
    public int? DefaultStatusCode { get; init; }

    /// <summary>S3 bucket of the access log.</summary>
    public string? AccessLogBucket { get; init; }

    /// <summary>Whether it is protected from deletion.</summary>
    public bool? DeletionProtection { get; init; }

    /// <summary>Tags to set. Other tags stay.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
