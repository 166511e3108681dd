using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.EC2;
using Amazon.EC2.Model;
using Xunit;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoEc2Tests(MotoServer moto)
{
    [SkippableFact]
    public async Task Every_operation_is_understood_both_ways()
    {
        using var ec2 = moto.Client<IAmazonEC2>("AWSSDK.EC2");
        var vpc = (await ec2.DescribeVpcsAsync(new DescribeVpcsRequest { Filters = [new Filter { Name = "is-default", Values = ["true"] }] })).Vpcs.Single();
        Assert.True(vpc.IsDefault);
        Assert.Equal(VpcState.Available, vpc.State);
        var subnets = (await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = [new Filter { Name = "vpc-id", Values = [vpc.VpcId] }] })).Subnets;
        Assert.True(subnets.Count > 1);
        Assert.True(subnets[0].MapPublicIpOnLaunch);
        Assert.Equal(subnets.Count, (await ec2.DescribeAvailabilityZonesAsync(new DescribeAvailabilityZonesRequest())).AvailabilityZones.Count);
        Assert.Contains("eu-west-1", (await ec2.DescribeRegionsAsync(new DescribeRegionsRequest { RegionNames = ["eu-west-1"] })).Regions.Select(r => r.RegionName));
        Assert.NotEmpty((await ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest())).RouteTables.Single(t => t.VpcId == vpc.VpcId).Routes);
        await ec2.DescribeInternetGatewaysAsync(new DescribeInternetGatewaysRequest());
        await ec2.DescribeNatGatewaysAsync(new DescribeNatGatewaysRequest { Filter = [new Filter { Name = "vpc-id", Values = [vpc.VpcId] }] });
        await ec2.DescribeVpcEndpointsAsync(new DescribeVpcEndpointsRequest());
        await ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest());
        await SecurityGroups(ec2, vpc.VpcId);
        moto.AssertAllCalled("AWSSDK.EC2", new Dictionary<string, string>());
    }

    private static async Task SecurityGroups(IAmazonEC2 ec2, string vpc)
    {
        var group = (await ec2.CreateSecurityGroupAsync(new CreateSecurityGroupRequest
        {
            GroupName = "contract",
            Description = "for the contract tests",
            VpcId = vpc,
            TagSpecifications = [new TagSpecification { ResourceType = ResourceType.SecurityGroup, Tags = [new Tag { Key = "app", Value = "demo" }] }],
        })).GroupId;
        var permission = new IpPermission
        {
            IpProtocol = "tcp",
            FromPort = 80,
            ToPort = 80,
            Ipv4Ranges = [new IpRange { CidrIp = "10.0.0.0/8", Description = "inside" }, new IpRange { CidrIp = "192.168.0.0/16" }],
        };
        var authorized = await ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest { GroupId = group, IpPermissions = [permission] });
        Assert.True(authorized.Return);
        await ec2.CreateTagsAsync(new CreateTagsRequest { Resources = [group], Tags = [new Tag { Key = "empty", Value = string.Empty }] });

        var found = (await ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [group] })).SecurityGroups.Single();
        Assert.Equal(["10.0.0.0/8", "192.168.0.0/16"], found.IpPermissions.Single().Ipv4Ranges.Select(r => r.CidrIp).Order());
        Assert.Equal("inside", found.IpPermissions.Single().Ipv4Ranges.Single(r => r.CidrIp == "10.0.0.0/8").Description);
        Assert.Equal(["app", "empty"], found.Tags.Select(t => t.Key).Order());
        var twice = await Assert.ThrowsAsync<AmazonEC2Exception>(() =>
            ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest { GroupId = group, IpPermissions = [permission] }));
        Assert.Equal("InvalidPermission.Duplicate", twice.ErrorCode);
        Assert.False(string.IsNullOrEmpty(twice.RequestId));

        await ec2.RevokeSecurityGroupIngressAsync(new RevokeSecurityGroupIngressRequest { GroupId = group, IpPermissions = [permission] });
        await ec2.DeleteSecurityGroupAsync(new DeleteSecurityGroupRequest { GroupId = group });
        var gone = await Assert.ThrowsAsync<AmazonEC2Exception>(() => ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [group] }));
        Assert.Equal("InvalidGroup.NotFound", gone.ErrorCode);
    }
}
