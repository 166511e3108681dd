using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ec2;

public sealed class NetworkTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private Ec2Service Ec2 => sandbox.Server.Cloud.Service<Ec2Service>();

    [SkippableFact]
    public async Task The_account_starts_with_a_public_default_network()
    {
        var vpc = (await sandbox.Aws.JsonAsync("ec2", "describe-vpcs", "--filters", "Name=is-default,Values=true"))["Vpcs"]!.AsArray().Single()!;
        var id = (string)vpc["VpcId"]!;
        var subnets = (await sandbox.Aws.JsonAsync("ec2", "describe-subnets", "--filters", "Name=vpc-id,Values=" + id))["Subnets"]!.AsArray();
        var routes = (await sandbox.Aws.JsonAsync("ec2", "describe-route-tables", "--filters", "Name=vpc-id,Values=" + id))["RouteTables"]![0]!;
        var zones = (await sandbox.Aws.JsonAsync("ec2", "describe-availability-zones"))["AvailabilityZones"]!.AsArray();

        Assert.Equal("172.31.0.0/16", (string?)vpc["CidrBlock"]);
        Assert.Equal(["us-east-1a", "us-east-1b", "us-east-1c"], subnets.Select(subnet => (string)subnet!["AvailabilityZone"]!));
        Assert.All(subnets, subnet => Assert.True((bool)subnet!["MapPublicIpOnLaunch"]!));
        Assert.Contains(routes["Routes"]!.AsArray(), route => ((string?)route!["GatewayId"])!.StartsWith("igw-"));
        Assert.Equal(["use1-az1", "use1-az2", "use1-az3"], zones.Select(zone => (string)zone!["ZoneId"]!));
        Assert.Equal(id, (string?)(await sandbox.Aws.JsonAsync("ec2", "describe-internet-gateways"))["InternetGateways"]![0]!["Attachments"]![0]!["VpcId"]);
    }

    [SkippableFact]
    public async Task A_security_group_lives_from_creation_to_deletion()
    {
        var aws = sandbox.Aws;
        var id = (string)(await aws.JsonAsync(
            "ec2", "create-security-group", "--group-name", "web", "--description", "for web",
            "--tag-specifications", "ResourceType=security-group,Tags=[{Key=app,Value=web}]"))["GroupId"]!;
        string[] port = ["--group-id", id, "--protocol", "tcp", "--port", "80", "--cidr", "0.0.0.0/0"];
        var rules = await aws.JsonAsync(["ec2", "authorize-security-group-ingress", .. port]);
        var found = (await aws.JsonAsync("ec2", "describe-security-groups", "--filters", "Name=tag:app,Values=w*"))["SecurityGroups"]!.AsArray().Single()!;

        Assert.StartsWith("sgr-", (string?)rules["SecurityGroupRules"]![0]!["SecurityGroupRuleId"]);
        Assert.Equal("0.0.0.0/0", (string?)found["IpPermissions"]![0]!["IpRanges"]![0]!["CidrIp"]);
        Assert.Equal("-1", (string?)found["IpPermissionsEgress"]![0]!["IpProtocol"]);
        Assert.Contains("(InvalidPermission.Duplicate)", await aws.ErrorAsync(["ec2", "authorize-security-group-ingress", .. port]));
        Assert.Contains(
            "(InvalidGroup.Duplicate)", await aws.ErrorAsync("ec2", "create-security-group", "--group-name", "web", "--description", "again"));
        await aws.JsonAsync(["ec2", "revoke-security-group-ingress", .. port]);
        Assert.Contains("(InvalidPermission.NotFound)", await aws.ErrorAsync(["ec2", "revoke-security-group-ingress", .. port]));
        Assert.Contains("(DryRunOperation)", await aws.ErrorAsync("ec2", "delete-security-group", "--group-id", id, "--dry-run"));
        await aws.JsonAsync("ec2", "delete-security-group", "--group-id", id);
        Assert.Contains("(InvalidGroup.NotFound)", await aws.ErrorAsync("ec2", "describe-security-groups", "--group-ids", id));
    }

    [Fact]
    public async Task A_group_in_use_cannot_be_deleted()
    {
        using var aws = RawAws.Root(sandbox.Server);
        var id = (await aws.FormAsync("ec2", "Action=CreateSecurityGroup&Version=2016-11-15&GroupName=used&GroupDescription=d")).Xml("groupId")!;
        var subnet = (await aws.FormAsync("ec2", "Action=DescribeSubnets&Version=2016-11-15&MaxResults=5")).Xml("subnetId")!;
        var attached = Ec2.AttachInterface(subnet, [id], withPublicIp: true, "a task");
        var delete = $"Action=DeleteSecurityGroup&Version=2016-11-15&GroupId={id}";

        Assert.Equal("DependencyViolation", (await aws.FormAsync("ec2", delete)).Xml("Code"));
        Ec2.ReleaseInterface(attached.Id);
        Assert.Null((await aws.FormAsync("ec2", delete)).Xml("Code"));
    }

    [Fact]
    public async Task The_interface_of_a_task_is_described()
    {
        using var aws = RawAws.Root(sandbox.Server);
        var id = (await aws.FormAsync("ec2", "Action=CreateSecurityGroup&Version=2016-11-15&GroupName=described&GroupDescription=d")).Xml("groupId")!;
        var subnet = (await aws.FormAsync("ec2", "Action=DescribeSubnets&Version=2016-11-15&MaxResults=5")).Xml("subnetId")!;
        var attached = Ec2.AttachInterface(subnet, [id], withPublicIp: true, "a task");

        var described = await aws.FormAsync("ec2", $"Action=DescribeNetworkInterfaces&Version=2016-11-15&NetworkInterfaceId.1={attached.Id}");
        Assert.Equal(attached.PublicIp, described.Xml("publicIp"));
        Assert.Equal(attached.PrivateIp, described.Xml("privateIpAddress"));
        Ec2.ReleaseInterface(attached.Id);
    }

    public static IEnumerable<object[]> Refusals =>
    [
        ["CreateSecurityGroup&GroupName=default&GroupDescription=d", "InvalidGroup.Reserved"],
        ["CreateSecurityGroup&GroupName=sg-x&GroupDescription=d", "InvalidParameterValue"],
        ["CreateSecurityGroup&GroupName=x", "MissingParameter"],
        ["CreateSecurityGroup&GroupName=x&GroupDescription=d&VpcId=vpc-1", "InvalidVpcID.NotFound"],
        ["DescribeSecurityGroups&GroupId.1=sg-0123", "InvalidGroup.NotFound"],
        ["DescribeSecurityGroups&GroupId.1=nonsense", "InvalidGroupId.Malformed"],
        ["DescribeSubnets&SubnetId.1=subnet-0", "InvalidSubnetID.NotFound"],
        ["DescribeSubnets&Filter.1.Name=no-such-filter&Filter.1.Value.1=x", "InvalidParameterValue"],
        ["AuthorizeSecurityGroupIngress&GroupName=default", "MissingParameter"],
        ["AuthorizeSecurityGroupIngress&GroupName=default&IpProtocol=tcp&FromPort=1&ToPort=70000&CidrIp=0.0.0.0/0", "InvalidParameterValue"],
        ["AuthorizeSecurityGroupIngress&GroupName=default&IpProtocol=tcp&FromPort=1&ToPort=2&CidrIp=300.0.0.0/8", "InvalidParameterValue"],
        ["AuthorizeSecurityGroupIngress&GroupName=default&IpProtocol=tcp&CidrIp=10.0.0.0/8", "InvalidParameterValue"],
        ["AuthorizeSecurityGroupIngress&GroupId=sg-1&IpProtocol=-1&CidrIp=10.0.0.0/8", "InvalidGroup.NotFound"],
        ["DeleteSecurityGroup&GroupName=default", "CannotDelete"],
        ["CreateTags&ResourceId.1=i-1&Tag.1.Key=a&Tag.1.Value=b", "InvalidID"],
    ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_ec2_refuses_is_refused_with_its_code(string form, string code)
    {
        using var aws = RawAws.Root(sandbox.Server);

        Assert.Equal(code, (await aws.FormAsync("ec2", "Version=2016-11-15&Action=" + form)).Xml("Code"));
    }
}
