using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Models;

namespace EcsTools.Routing.Balancers;

/// <summary>Converts load balancers to the objects that commands return.</summary>
internal static class LoadBalancerMapper
{
    /// <summary>The tag that ECS sets on what Express Mode creates (the policy AmazonECSInfrastructureRoleforExpressGatewayServices requires it).</summary>
    private const string ManagedByEcs = "AmazonECSManaged";

    public static FargateLoadBalancer ToModel(
        LoadBalancer balancer,
        IReadOnlyList<Listener> listeners,
        IReadOnlyDictionary<string, string> attributes,
        IReadOnlyDictionary<string, string> tags)
    {
        var arn = AwsArn.Parse(balancer.LoadBalancerArn);
        var zones = (balancer.AvailabilityZones ?? []).OrderBy(zone => zone.ZoneName, StringComparer.Ordinal).ToList();
        var isPublic = balancer.Scheme?.Value != "internal";
        var addresses = balancer.IpAddressType?.Value ?? "ipv4";
        return new FargateLoadBalancer
        {
            LoadBalancer = balancer.LoadBalancerName,
            LoadBalancerArn = balancer.LoadBalancerArn,
            DnsName = balancer.DNSName ?? "",
            Url = Url(balancer.DNSName ?? "", listeners),
            Status = balancer.State?.Code?.Value ?? "active",
            Scheme = balancer.Scheme?.Value ?? "internet-facing",
            VpcId = balancer.VpcId ?? "",
            Subnets = zones.Select(zone => zone.SubnetId).Where(subnet => !string.IsNullOrEmpty(subnet)).ToList(),
            AvailabilityZones = zones.Select(zone => zone.ZoneName ?? "").ToList(),
            SecurityGroups = balancer.SecurityGroups?.ToArray() ?? [],
            IpAddressType = addresses,
            Listeners = listeners.Select(ToModel).ToList(),
            IdleTimeout = TimeSpan.FromSeconds(Number(attributes, "idle_timeout.timeout_seconds", 60)),
            DeletionProtection = Is(attributes, "deletion_protection.enabled"),
            AccessLogBucket = Is(attributes, "access_logs.s3.enabled") && attributes.TryGetValue("access_logs.s3.bucket", out var bucket) ? bucket : null,
            HostedZoneId = balancer.CanonicalHostedZoneId,
            IsManagedByEcs = tags.ContainsKey(ManagedByEcs),
            MonthlyCost = LoadBalancerCosts.Month(arn.Region, PublicAddresses(isPublic, addresses, zones.Count)),
            CreatedAt = AwsTime.From(balancer.CreatedTime),
            Tags = tags,
            Region = arn.Region,
            AccountId = arn.AccountId,
        };
    }

    /// <summary>Number of public IPv4 addresses, which are billed.</summary>
    public static int PublicAddresses(bool isPublic, string addressType, int zones)
        => isPublic && addressType != "dualstack-without-public-ipv4" ? zones : 0;

    private static FargateListener ToModel(Listener listener) => new()
    {
        ListenerPort = listener.Port ?? 0,
        Protocol = listener.Protocol?.Value ?? "",
        ListenerArn = listener.ListenerArn,
        SslPolicy = string.IsNullOrEmpty(listener.SslPolicy) ? null : listener.SslPolicy,
        Certificates = (listener.Certificates ?? []).Select(certificate => certificate.CertificateArn).ToList(),
        DefaultAction = ActionText.Describe(ActionText.Last(listener.DefaultActions)),
    };

    private static string? Url(string name, IReadOnlyList<Listener> listeners)
    {
        var first = listeners.FirstOrDefault(listener => listener.Protocol?.Value == "HTTPS") ?? listeners.FirstOrDefault();
        if (first is null)
        {
            return null;
        }

        var isHttps = first.Protocol?.Value == "HTTPS";
        var port = first.Port == (isHttps ? 443 : 80) ? "" : FormattableString.Invariant($":{first.Port}");
        return $"{(isHttps ? "https" : "http")}://{name}{port}";
    }

    private static int Number(IReadOnlyDictionary<string, string> attributes, string key, int otherwise)
        => attributes.TryGetValue(key, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : otherwise;

    private static bool Is(IReadOnlyDictionary<string, string> attributes, string key)
        => attributes.TryGetValue(key, out var text) && text == "true";
}
