using System;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ec2;

/// <summary>Requests that EC2 refuses, with its codes and texts.</summary>
public sealed class Ec2RefusalTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("DescribeSubnets&SubnetId.1=web", "InvalidSubnetID.Malformed", "Invalid id: \"web\" (expecting \"subnet-...\")")]
    [InlineData("DescribeSubnets&SubnetId.1=subnet-xyz", "InvalidSubnetID.Malformed", "Invalid id: \"subnet-xyz\" (expecting \"subnet-...\")")]
    [InlineData("DescribeSubnets&SubnetId.1=subnet-00000000", "InvalidSubnetID.NotFound", "The subnet ID 'subnet-00000000' does not exist")]
    [InlineData("DescribeVpcs&VpcId.1=vpc-x", "InvalidVpcID.Malformed", "Invalid id: \"vpc-x\" (expecting \"vpc-...\")")]
    [InlineData("DescribeVpcs&VpcId.1=vpc-00000000", "InvalidVpcID.NotFound", "The vpc ID 'vpc-00000000' does not exist")]
    [InlineData("DescribeSecurityGroups&GroupId.1=web", "InvalidGroupId.Malformed", "Invalid id: \"web\" (expecting \"sg-...\")")]
    [InlineData("DescribeSecurityGroups&GroupId.1=sg-00000000", "InvalidGroup.NotFound", "The security group 'sg-00000000' does not exist")]
    [InlineData("DescribeNetworkInterfaces&NetworkInterfaceId.1=eni-x", "InvalidNetworkInterfaceID.Malformed", "Invalid id: \"eni-x\" (expecting \"eni-...\")")]
    [InlineData("DescribeRouteTables&RouteTableId.1=rtb-x", "InvalidRouteTableID.Malformed", "Invalid id: \"rtb-x\" (expecting \"rtb-...\")")]
    [InlineData("DescribeInternetGateways&InternetGatewayId.1=igw-x", "InvalidInternetGatewayID.Malformed", "Invalid id: \"igw-x\" (expecting \"igw-...\")")]
    [InlineData("DeleteSecurityGroup&GroupId=web", "InvalidGroupId.Malformed", "Invalid id: \"web\" (expecting \"sg-...\")")]
    [InlineData("DescribeSubnets&MaxResults=4", "InvalidParameterValue", "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.")]
    [InlineData("DescribeSubnets&MaxResults=1001", "InvalidParameterValue", "Value ( 1001 ) for parameter maxResults is invalid. Expecting a value less than 1000.")]
    [InlineData("DescribeSubnets&MaxResults=5&SubnetId.1=subnet-00000000", "InvalidParameterCombination",
        "The parameter MaxResults cannot be used with a list of ids or names in the same request")]
    [InlineData("DescribeSubnets&Filter.1.Name=colour&Filter.1.Value.1=red", "InvalidParameterValue", "The filter 'colour' is invalid")]
    [InlineData("DescribeSubnets&NextToken=x", "InvalidNextToken", "The token is not valid.")]
    [InlineData("CreateSecurityGroup&GroupName=sg-a&GroupDescription=d", "InvalidParameterValue", "Invalid value 'sg-a' for groupName. It may not be in the format sg-*")]
    [InlineData("CreateSecurityGroup&GroupName=default&GroupDescription=d", "InvalidGroup.Reserved", "Cannot use reserved security group name: default")]
    [InlineData("CreateSecurityGroup&GroupName=a&GroupDescription=d%C3%A9", "InvalidParameterValue",
        "Invalid value 'dé' for groupDescription. Character sets beyond ASCII are not supported.")]
    [InlineData("CreateSecurityGroup&GroupName=a", "MissingParameter", "The request must contain the parameter description")]
    [InlineData("CreateSecurityGroup&GroupName=a&GroupDescription=d&VpcId=vpc-x", "InvalidVpcID.Malformed", "Invalid id: \"vpc-x\" (expecting \"vpc-...\")")]
    public async Task A_request_is_refused_with_the_code_of_EC2(string form, string code, string message)
    {
        var answer = await _aws.FormAsync("ec2", "Version=2016-11-15&Action=" + form);

        Assert.Equal((code, message), (answer.Xml("Code"), answer.Xml("Message")));
    }

    [Theory]
    [InlineData("IpProtocol=tcp&FromPort=80&ToPort=80&CidrIp=10.0.0.0", "CIDR block 10.0.0.0 is malformed")]
    [InlineData("IpProtocol=tcp&FromPort=80&ToPort=80&CidrIp=10.0.0/8", "CIDR block 10.0.0/8 is malformed")]
    [InlineData("IpProtocol=tcp&FromPort=80&ToPort=80&CidrIp=10.0.0.256/8", "CIDR block 10.0.0.256/8 is malformed")]
    [InlineData("IpProtocol=tcp&FromPort=80&ToPort=80&CidrIp=10.0.0.0/33", "CIDR block 10.0.0.0/33 is malformed")]
    [InlineData("IpProtocol=tcp&FromPort=81&ToPort=80&CidrIp=10.0.0.0/8", "Invalid TCP/UDP port range (81:80)")]
    [InlineData("IpProtocol=tcp&FromPort=0&ToPort=70000&CidrIp=10.0.0.0/8", "TCP/UDP port (70000) out of range")]
    [InlineData("IpProtocol=tcp&CidrIp=10.0.0.0/8", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")]
    [InlineData("IpProtocol=icmp&FromPort=256&ToPort=0&CidrIp=10.0.0.0/8", "ICMP type (256) out of range")]
    [InlineData("IpProtocol=none&FromPort=80&ToPort=80&CidrIp=10.0.0.0/8",
        "Invalid value 'none' for protocol. VPC security group rules must specify protocols explicitly.")]
    [InlineData("IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=80&IpPermissions.1.ToPort=80&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8"
        + "&IpPermissions.1.IpRanges.1.Description=%C3%A9",
        "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")]
    public async Task A_rule_is_checked(string members, string message)
    {
        var group = await GroupAsync();
        var answer = await AuthorizeAsync(group, members);

        Assert.Equal(("InvalidParameterValue", message), (answer.Xml("Code"), answer.Xml("Message")));
    }

    [Fact]
    public async Task A_range_with_bits_of_a_host_is_the_network_and_a_second_one_is_a_duplicate()
    {
        var group = await GroupAsync();
        var first = await AuthorizeAsync(group, "IpProtocol=tcp&FromPort=80&ToPort=80&CidrIp=10.0.0.5/24");
        var second = await AuthorizeAsync(group, "IpProtocol=6&FromPort=80&ToPort=80&CidrIp=10.0.0.9/24");

        Assert.Equal("10.0.0.0/24", first.Xml("cidrIpv4"));
        Assert.Equal("InvalidPermission.Duplicate", second.Xml("Code"));
        Assert.Contains("peer: 10.0.0.0/24, TCP, from port: 80, to port: 80, ALLOW", second.Xml("Message"));
    }

    private async Task<string> GroupAsync()
        => (await _aws.FormAsync("ec2", $"Version=2016-11-15&Action=CreateSecurityGroup&GroupDescription=d&GroupName=g{Guid.NewGuid():N}")).Xml("groupId")!;

    private Task<RawAnswer> AuthorizeAsync(string group, string members)
        => _aws.FormAsync("ec2", $"Version=2016-11-15&Action=AuthorizeSecurityGroupIngress&GroupId={group}&{members}");
}
