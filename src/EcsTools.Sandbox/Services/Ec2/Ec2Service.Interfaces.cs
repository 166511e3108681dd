using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ec2;

/// <content>The interfaces of tasks.</content>
internal sealed partial class Ec2Service
{
    private JsonObject DescribeNetworkInterfaces(JsonObject input)
    {
        var ids = input.Texts("NetworkInterfaceIds");
        RequirePlain(input, ids);
        Ec2Ids.Require(
            "eni",
            ids,
            _interfaces.ContainsKey,
            id => new AwsError("InvalidNetworkInterfaceID.NotFound", $"The networkInterface ID '{id}' does not exist"));

        var found = Ec2Filters.Apply(
            _interfaces.Values.Where(item => ids.Count == 0 || ids.Contains(item.Id)).OrderBy(item => item.Id, StringComparer.Ordinal),
            input,
            new Dictionary<string, Func<NetworkInterface, IEnumerable<string>>>
            {
                ["network-interface-id"] = item => new[] { item.Id },
                ["subnet-id"] = item => new[] { item.Subnet.Id },
                ["vpc-id"] = item => new[] { item.Subnet.VpcId },
                ["availability-zone"] = item => new[] { item.Subnet.Zone.Name },
                ["group-id"] = item => item.GroupIds,
                ["private-ip-address"] = item => new[] { item.PrivateIp },
                ["addresses.private-ip-address"] = item => new[] { item.PrivateIp },
                ["association.public-ip"] = item => item.PublicIp is { } ip ? new[] { ip } : Array.Empty<string>(),
                ["description"] = item => new[] { item.Description },
                ["status"] = _ => new[] { "in-use" },
                ["interface-type"] = _ => new[] { "interface" },
                ["owner-id"] = _ => new[] { SandboxCloud.AccountId },
            },
            item => TagsOfLocked(item.Id));
        var (page, token) = Page(found, item => item.Id, input);
        return WithToken(new JsonObject { ["NetworkInterfaces"] = page.Select(Describe).ToJson() }, token);
    }

    private JsonObject Describe(NetworkInterface item)
    {
        var described = new JsonObject
        {
            ["NetworkInterfaceId"] = item.Id,
            ["AvailabilityZone"] = item.Subnet.Zone.Name,
            ["Description"] = item.Description,
            ["Groups"] = item.GroupIds
                .Select(id => new JsonObject { ["GroupId"] = id, ["GroupName"] = _groups.Find(group => group.Id == id)?.Name ?? "" })
                .ToJson(),
            ["InterfaceType"] = "interface",
            ["MacAddress"] = item.MacAddress,
            ["OwnerId"] = SandboxCloud.AccountId,
            ["PrivateDnsName"] = DnsNameOf(item.PrivateIp, "ip", "ec2.internal"),
            ["PrivateIpAddress"] = item.PrivateIp,
            ["PrivateIpAddresses"] = new JsonArray(new JsonObject { ["Primary"] = true, ["PrivateIpAddress"] = item.PrivateIp }),
            ["RequesterManaged"] = true,
            ["SourceDestCheck"] = true,
            ["Status"] = "in-use",
            ["SubnetId"] = item.Subnet.Id,
            ["VpcId"] = item.Subnet.VpcId,
            ["TagSet"] = DescribeTags(item.Id),
        };
        if (item.PublicIp is { } ip)
        {
            described["Association"] = new JsonObject
            {
                ["IpOwnerId"] = "amazon",
                ["PublicIp"] = ip,
                ["PublicDnsName"] = DnsNameOf(ip, "ec2", "compute-1.amazonaws.com"),
            };
        }

        return described;
    }

    private static string DnsNameOf(string ip, string prefix, string domain) => $"{prefix}-{ip.Replace('.', '-')}.{domain}";
}
