using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Maps load balancers to the members of the service model.</summary>
internal static class LoadBalancerJson
{
    // "Elastic Load Balancing endpoints and quotas" of the AWS General Reference.
    private static readonly Dictionary<string, string> HostedZones = new(StringComparer.Ordinal)
    {
        ["us-east-1"] = "Z35SXDOTRQ7X7K",
        ["us-east-2"] = "Z3AADJGX6KTTL2",
        ["us-west-1"] = "Z368ELLRRE2KJ0",
        ["us-west-2"] = "Z1H1FL5HABSF5",
        ["ap-northeast-1"] = "Z14GRHDCWA56QT",
        ["ap-northeast-2"] = "ZWKZPGTI48KDX",
        ["ap-northeast-3"] = "Z5LXEXXYW11ES",
        ["ap-south-1"] = "ZP97RAFLXTNZK",
        ["ap-southeast-1"] = "Z1LMS91P8CMLE5",
        ["ap-southeast-2"] = "Z1GM3OXH4ZPM65",
        ["ca-central-1"] = "ZQSVJUPU6J1EY",
        ["eu-central-1"] = "Z215JYRZR1TBD5",
        ["eu-north-1"] = "Z23TAZ6LKFMNIO",
        ["eu-west-1"] = "Z32O12XQLNTSW2",
        ["eu-west-2"] = "ZHURV8PSTC4K8",
        ["eu-west-3"] = "Z3Q77PNBQS71R4",
        ["sa-east-1"] = "Z2P70J7HTTTPLU",
    };

    /// <param name="balancer">The load balancer.</param>
    /// <param name="cloud">Region and clock.</param>
    /// <param name="dnsName">The name or address under which it can be reached.</param>
    public static JsonObject Write(LoadBalancer balancer, SandboxCloud cloud, string dnsName) => new()
    {
        ["LoadBalancerArn"] = balancer.Arn,
        ["DNSName"] = dnsName,
        ["CanonicalHostedZoneId"] = HostedZones.TryGetValue(cloud.Region, out var zone) ? zone : HostedZones["us-east-1"],
        ["CreatedTime"] = balancer.CreatedAt,
        ["LoadBalancerName"] = balancer.Name,
        ["Scheme"] = balancer.Scheme,
        ["VpcId"] = balancer.VpcId,
        ["State"] = new JsonObject { ["Code"] = cloud.ScaledClock.UtcNow < balancer.ActiveAt ? "provisioning" : "active" },
        ["Type"] = "application",
        ["AvailabilityZones"] = Zones(balancer),
        ["SecurityGroups"] = balancer.SecurityGroups.ToJson(),
        ["IpAddressType"] = balancer.IpAddressType,
    };

    public static JsonArray Zones(LoadBalancer balancer) => balancer.Subnets
        .Select(subnet => new JsonObject
        {
            ["ZoneName"] = subnet.Zone.Name,
            ["SubnetId"] = subnet.Id,
            ["LoadBalancerAddresses"] = new JsonArray(),
        })
        .ToJson();
}
