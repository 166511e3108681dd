using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ec2;

/// <content>The parts of the account's network.</content>
internal sealed partial class Ec2Service
{
    private static readonly string[] Regions =
    {
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
        "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    };

    private JsonObject DescribeVpcs(JsonObject input)
    {
        var ids = input.Texts("VpcIds");
        RequirePlain(input, ids);
        Ec2Ids.Require("vpc", ids, id => id == _network.VpcId, NoVpc);
        var found = Ec2Filters.Apply(
            new[] { _network },
            input,
            new Dictionary<string, Func<Ec2Network, IEnumerable<string>>>
            {
                ["vpc-id"] = vpc => new[] { vpc.VpcId },
                ["cidr"] = _ => new[] { Ec2Network.CidrBlock },
                ["is-default"] = _ => new[] { "true" },
                ["isDefault"] = _ => new[] { "true" },
                ["state"] = _ => new[] { "available" },
                ["owner-id"] = _ => new[] { SandboxCloud.AccountId },
            },
            vpc => TagsOfLocked(vpc.VpcId));
        var (page, token) = Page(found, vpc => vpc.VpcId, input);
        var vpcs = page.Select(vpc => new JsonObject
        {
            ["VpcId"] = vpc.VpcId,
            ["CidrBlock"] = Ec2Network.CidrBlock,
            ["DhcpOptionsId"] = "default",
            ["State"] = "available",
            ["InstanceTenancy"] = "default",
            ["IsDefault"] = true,
            ["OwnerId"] = SandboxCloud.AccountId,
            ["Tags"] = DescribeTags(vpc.VpcId),
        });
        return WithToken(new JsonObject { ["Vpcs"] = vpcs.ToJson() }, token);
    }

    private JsonObject DescribeSubnets(JsonObject input)
    {
        var ids = input.Texts("SubnetIds");
        RequirePlain(input, ids);
        Ec2Ids.Require("subnet", ids, id => FindSubnet(id) is not null, NoSubnet);

        var found = Ec2Filters.Apply(
            _network.Subnets.Where(subnet => ids.Count == 0 || ids.Contains(subnet.Id)),
            input,
            new Dictionary<string, Func<Ec2Subnet, IEnumerable<string>>>
            {
                ["vpc-id"] = subnet => new[] { subnet.VpcId },
                ["subnet-id"] = subnet => new[] { subnet.Id },
                ["subnet-arn"] = subnet => new[] { Cloud.Arn("ec2", "subnet/" + subnet.Id) },
                ["availability-zone"] = subnet => new[] { subnet.Zone.Name },
                ["availabilityZone"] = subnet => new[] { subnet.Zone.Name },
                ["availability-zone-id"] = subnet => new[] { subnet.Zone.Id },
                ["cidr-block"] = subnet => new[] { subnet.CidrBlock },
                ["default-for-az"] = _ => new[] { "true" },
                ["map-public-ip-on-launch"] = _ => new[] { "true" },
                ["state"] = _ => new[] { "available" },
                ["owner-id"] = _ => new[] { SandboxCloud.AccountId },
            },
            subnet => TagsOfLocked(subnet.Id));
        var (page, token) = Page(found, subnet => subnet.Id, input);
        return WithToken(new JsonObject { ["Subnets"] = page.Select(Describe).ToJson() }, token);
    }

    private JsonObject Describe(Ec2Subnet subnet) => new()
    {
        ["SubnetId"] = subnet.Id,
        ["SubnetArn"] = Cloud.Arn("ec2", "subnet/" + subnet.Id),
        ["VpcId"] = subnet.VpcId,
        ["CidrBlock"] = subnet.CidrBlock,
        ["State"] = "available",
        ["AvailabilityZone"] = subnet.Zone.Name,
        ["AvailabilityZoneId"] = subnet.Zone.Id,
        ["AvailableIpAddressCount"] = FreeAddressesLocked(subnet),
        ["DefaultForAz"] = true,
        ["MapPublicIpOnLaunch"] = true,
        ["AssignIpv6AddressOnCreation"] = false,
        ["Ipv6Native"] = false,
        ["OwnerId"] = SandboxCloud.AccountId,
        ["Tags"] = DescribeTags(subnet.Id),
    };

    private JsonObject DescribeAvailabilityZones(JsonObject input)
    {
        var names = input.Texts("ZoneNames").Concat(input.Texts("ZoneIds")).ToList();
        var zones = _network.Subnets.Select(subnet => subnet.Zone).ToList();
        if (names.Find(name => !zones.Exists(zone => zone.Name == name || zone.Id == name)) is { } unknown)
        {
            throw new AwsError("InvalidParameterValue", $"Invalid availability zone: [{unknown}]");
        }

        var found = Ec2Filters.Apply(
            zones.Where(zone => names.Count == 0 || names.Contains(zone.Name) || names.Contains(zone.Id)),
            input,
            new Dictionary<string, Func<Ec2Zone, IEnumerable<string>>>
            {
                ["zone-name"] = zone => new[] { zone.Name },
                ["zone-id"] = zone => new[] { zone.Id },
                ["region-name"] = _ => new[] { Cloud.Region },
                ["state"] = _ => new[] { "available" },
                ["opt-in-status"] = _ => new[] { "opt-in-not-required" },
                ["zone-type"] = _ => new[] { "availability-zone" },
            },
            _ => new Dictionary<string, string>());
        var described = found.Select(zone => new JsonObject
        {
            ["State"] = "available",
            ["OptInStatus"] = "opt-in-not-required",
            ["Messages"] = new JsonArray(),
            ["RegionName"] = Cloud.Region,
            ["ZoneName"] = zone.Name,
            ["ZoneId"] = zone.Id,
            ["GroupName"] = Cloud.Region,
            ["NetworkBorderGroup"] = Cloud.Region,
            ["ZoneType"] = "availability-zone",
        });
        return new JsonObject { ["AvailabilityZones"] = described.ToJson() };
    }

    private JsonObject DescribeRegions(JsonObject input)
    {
        var names = input.Texts("RegionNames");
        var all = Regions.Union(new[] { Cloud.Region }).ToList();
        if (names.FirstOrDefault(name => !all.Contains(name)) is { } unknown)
        {
            throw new AwsError("InvalidParameterValue", $"Invalid region name: {unknown}");
        }

        var found = Ec2Filters.Apply(
            all.Where(name => names.Count == 0 || names.Contains(name)),
            input,
            new Dictionary<string, Func<string, IEnumerable<string>>>
            {
                ["region-name"] = name => new[] { name },
                ["endpoint"] = name => new[] { $"ec2.{name}.amazonaws.com" },
                ["opt-in-status"] = _ => new[] { "opt-in-not-required" },
            },
            _ => new Dictionary<string, string>());
        var described = found.Select(name => new JsonObject
        {
            ["RegionName"] = name,
            ["Endpoint"] = $"ec2.{name}.amazonaws.com",
            ["OptInStatus"] = "opt-in-not-required",
        });
        return new JsonObject { ["Regions"] = described.ToJson() };
    }

    private JsonObject DescribeInternetGateways(JsonObject input)
    {
        var ids = input.Texts("InternetGatewayIds");
        RequirePlain(input, ids);
        Ec2Ids.Require(
            "igw",
            ids,
            id => id == _network.GatewayId,
            id => new AwsError("InvalidInternetGatewayID.NotFound", $"The internetGateway ID '{id}' does not exist"));

        var found = Ec2Filters.Apply(
            new[] { _network },
            input,
            new Dictionary<string, Func<Ec2Network, IEnumerable<string>>>
            {
                ["internet-gateway-id"] = network => new[] { network.GatewayId },
                ["attachment.vpc-id"] = network => new[] { network.VpcId },
                ["attachment.state"] = _ => new[] { "available" },
                ["owner-id"] = _ => new[] { SandboxCloud.AccountId },
            },
            network => TagsOfLocked(network.GatewayId));
        var gateways = found.Select(network => new JsonObject
        {
            ["InternetGatewayId"] = network.GatewayId,
            ["OwnerId"] = SandboxCloud.AccountId,
            ["Attachments"] = new JsonArray(new JsonObject { ["State"] = "available", ["VpcId"] = network.VpcId }),
            ["Tags"] = DescribeTags(network.GatewayId),
        });
        return new JsonObject { ["InternetGateways"] = gateways.ToJson() };
    }

    private JsonObject DescribeRouteTables(JsonObject input)
    {
        var ids = input.Texts("RouteTableIds");
        RequirePlain(input, ids);
        Ec2Ids.Require(
            "rtb",
            ids,
            id => id == _network.RouteTableId,
            id => new AwsError("InvalidRouteTableID.NotFound", $"The routeTable ID '{id}' does not exist"));

        var found = Ec2Filters.Apply(
            new[] { _network },
            input,
            new Dictionary<string, Func<Ec2Network, IEnumerable<string>>>
            {
                ["route-table-id"] = network => new[] { network.RouteTableId },
                ["vpc-id"] = network => new[] { network.VpcId },
                ["association.main"] = _ => new[] { "true" },
                ["association.route-table-id"] = network => new[] { network.RouteTableId },
                ["association.subnet-id"] = _ => Array.Empty<string>(),
                ["route.gateway-id"] = network => new[] { network.GatewayId, "local" },
                ["route.destination-cidr-block"] = _ => new[] { "0.0.0.0/0", Ec2Network.CidrBlock },
                ["owner-id"] = _ => new[] { SandboxCloud.AccountId },
            },
            network => TagsOfLocked(network.RouteTableId));
        return new JsonObject { ["RouteTables"] = found.Select(DescribeRouteTable).ToJson() };
    }

    private JsonObject DescribeRouteTable(Ec2Network network) => new()
    {
        ["RouteTableId"] = network.RouteTableId,
        ["VpcId"] = network.VpcId,
        ["OwnerId"] = SandboxCloud.AccountId,
        ["PropagatingVgws"] = new JsonArray(),
        ["Associations"] = new JsonArray(new JsonObject
        {
            ["Main"] = true,
            ["RouteTableAssociationId"] = network.RouteTableId.Replace("rtb-", "rtbassoc-"),
            ["RouteTableId"] = network.RouteTableId,
            ["AssociationState"] = new JsonObject { ["State"] = "associated" },
        }),
        ["Routes"] = new JsonArray(
            Route(Ec2Network.CidrBlock, "local", "CreateRouteTable"),
            Route("0.0.0.0/0", network.GatewayId, "CreateRoute")),
        ["Tags"] = DescribeTags(network.RouteTableId),
    };

    private static JsonObject Route(string destination, string gateway, string origin) => new()
    {
        ["DestinationCidrBlock"] = destination,
        ["GatewayId"] = gateway,
        ["Origin"] = origin,
        ["State"] = "active",
    };
}
