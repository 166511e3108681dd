using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>An Application Load Balancer, which distributes requests to services.</summary>
public sealed record FargateLoadBalancer
{
    /// <summary>The load balancer's name.</summary>
    public required string LoadBalancer { get; init; }

    /// <summary>The load balancer's ARN.</summary>
    public required string LoadBalancerArn { get; init; }

    /// <summary>Its name in the DNS. An alias or CNAME record of your own domain can point to it.</summary>
    public required string DnsName { get; init; }

    /// <summary>Address of its first listener, HTTPS before HTTP; null if it has no listener.</summary>
    public string? Url { get; init; }

    /// <summary><c>provisioning</c>, <c>active</c>, <c>active_impaired</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>internet-facing</c> or <c>internal</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>The VPC.</summary>
    public required string VpcId { get; init; }

    /// <summary>Its subnets, one in each availability zone.</summary>
    public IReadOnlyList<string> Subnets { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>The availability zones of these subnets.</summary>
    public IReadOnlyList<string> AvailabilityZones { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Its security groups.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary><c>ipv4</c>, <c>dualstack</c> or <c>dualstack-without-public-ipv4</c>.</summary>
    public string IpAddressType { get; init; } = "ipv4";

    /// <summary>Its listeners, in the order of their ports.</summary>
    public IReadOnlyList<FargateListener> Listeners { get; init => field = OutputList.Of(value); } = OutputList.Of<FargateListener>([]);

    /// <summary>How long a connection may be idle.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether it is protected from deletion.</summary>
    public bool DeletionProtection { get; init; }

    /// <summary>S3 bucket of its access log; null if it writes none.</summary>
    public string? AccessLogBucket { get; init; }

    /// <summary>Hosted zone of <see cref="DnsName"/>, which an alias record of Route 53 needs.</summary>
    public string? HostedZoneId { get; init; }

    /// <summary>Whether ECS Express Mode created and manages it. EcsTools does not change such a load balancer.</summary>
    public bool IsManagedByEcs { get; init; }

    /// <summary>
    /// What it costs in 730 hours without its traffic, in USD: the load balancer itself and its public IPv4 addresses; null in a region whose price is
    /// not known here.
    /// </summary>
    public decimal? MonthlyCost { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The load balancer's tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = OutputMap.Of(value); } = OutputMap.Of(new Dictionary<string, string>());

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What the command did; null if it only read the load balancer.</summary>
    public string? Change { get; init; }

    /// <summary>What the command changed.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init => field = OutputList.Of(value); } = OutputList.Of<FieldChange>([]);
}
