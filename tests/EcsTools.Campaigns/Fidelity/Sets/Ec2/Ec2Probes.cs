namespace EcsTools.Campaigns.Fidelity.Sets.Ec2;

/// <summary>Networks and security groups.</summary>
internal static class Ec2Probes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("ec2", "ec2");
        set.Given("DescribeVpcs", """{}""", "vpc=vpcId");
        set.Given("CreateSecurityGroup", """{"GroupName": "web", "Description": "d"}""", "sg=groupId");
        set.Refused("DescribeSubnets", "an id of another form", """{"SubnetIds": ["web"]}""", "InvalidSubnetID.Malformed|InvalidSubnetID.NotFound");
        set.Refused(
            "DescribeSubnets",
            "a subnet that does not exist",
            """{"SubnetIds": ["subnet-00000000000000001"]}""",
            "InvalidSubnetID.NotFound",
            "The subnet ID 'subnet-00000000000000001' does not exist");
        set.Refused(
            "DescribeSubnets",
            "an unknown filter",
            """{"Filters": [{"Name": "colour", "Values": ["red"]}]}""",
            "InvalidParameterValue",
            "The filter 'colour' is invalid");
        set.Refused("DescribeSubnets", "four a page", """{"MaxResults": 4}""", "InvalidParameterValue");
        set.Refused("DescribeSubnets", "1001 a page", """{"MaxResults": 1001}""", "InvalidParameterValue");
        set.Refused("DescribeSubnets", "a text as number", """{"MaxResults": "many"}""", "InvalidParameterValue");
        set.Refused(
            "DescribeSubnets",
            "a page of ids",
            """{"MaxResults": 5, "SubnetIds": ["subnet-00000000000000001"]}""",
            "InvalidParameterCombination|InvalidSubnetID.NotFound");
        set.Refused("DescribeSubnets", "an unknown member", """{"Colour": "red"}""", "UnknownParameter", "The parameter Colour is not recognized");
        set.Refused(
            "DescribeVpcs",
            "a VPC that does not exist",
            """{"VpcIds": ["vpc-00000000000000001"]}""",
            "InvalidVpcID.NotFound",
            "The vpc ID 'vpc-00000000000000001' does not exist");
        set.Refused(
            "DescribeSecurityGroups",
            "an id of another form",
            """{"GroupIds": ["web"]}""",
            "InvalidGroupId.Malformed",
            "Invalid id: \"web\" (expecting \"sg-...\")");
        set.Refused(
            "DescribeSecurityGroups",
            "a group that does not exist",
            """{"GroupIds": ["sg-00000000000000001"]}""",
            "InvalidGroup.NotFound",
            "The security group 'sg-00000000000000001' does not exist");
        set.Refused(
            "DescribeNetworkInterfaces",
            "an interface that does not exist",
            """{"NetworkInterfaceIds": ["eni-00000000000000001"]}""",
            "InvalidNetworkInterfaceID.NotFound");
        set.Refused("DescribeRouteTables", "a table that does not exist", """{"RouteTableIds": ["rtb-00000000000000001"]}""", "InvalidRouteTableID.NotFound");
        set.Refused(
            "DescribeInternetGateways",
            "a gateway that does not exist",
            """{"InternetGatewayIds": ["igw-00000000000000001"]}""",
            "InvalidInternetGatewayID.NotFound");
        set.Refused(
            "DescribeAvailabilityZones",
            "a zone that does not exist",
            """{"ZoneNames": ["us-east-9z"]}""",
            "InvalidParameterValue",
            "Invalid availability zone: [us-east-9z]");
        set.Refused(
            "CreateSecurityGroup",
            "a name that exists",
            """{"GroupName": "web", "Description": "d"}""",
            "InvalidGroup.Duplicate",
            "The security group 'web' already exists for VPC");
        set.Refused("CreateSecurityGroup", "a name like an id", """{"GroupName": "sg-web", "Description": "d"}""", "InvalidParameterValue", "sg-*");
        set.Refused(
            "CreateSecurityGroup",
            "the name default",
            """{"GroupName": "default", "Description": "d"}""",
            "InvalidGroup.Reserved|InvalidParameterValue",
            "Cannot use reserved security group name: default");
        set.Refused(
            "CreateSecurityGroup",
            "a description beyond ASCII",
            """{"GroupName": "n", "Description": "é"}""",
            "InvalidParameterValue",
            "Character sets beyond ASCII are not supported");
        set.Refused(
            "CreateSecurityGroup",
            "a VPC that does not exist",
            """{"GroupName": "n", "Description": "d", "VpcId": "vpc-00000000000000001"}""",
            "InvalidVpcID.NotFound");
        set.Refused("CreateSecurityGroup", "no description", """{"GroupName": "n"}""", "MissingParameter");
        set.Accepted(
            "AuthorizeSecurityGroupIngress",
            "a rule",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}""");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "the same rule again",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}""",
            "InvalidPermission.Duplicate",
            "the specified rule");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "a range that is not one",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "ten"}]}]}""",
            "InvalidParameterValue",
            "CIDR block ten is malformed");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "33 bits",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/33"}]}]}""",
            "InvalidParameterValue",
            "CIDR block 10.0.0.0/33 is malformed");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "ports the wrong way",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 81, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}""",
            "InvalidParameterValue",
            "Invalid TCP/UDP port range (81:80)");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "a port beyond 65535",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 65536, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}""",
            "InvalidParameterValue",
            "out of range");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "no ports",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}""",
            "InvalidParameterValue",
            "Must specify both from and to ports with TCP/UDP");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "another protocol",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "none", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}""",
            "InvalidParameterValue|InvalidParameter",
            "protocol");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "a group that does not exist",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 81, "ToPort": 81, "UserIdGroupPairs": [{"GroupId": "sg-00000000000000001"}]}]}""",
            "InvalidGroup.NotFound");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "a description beyond ASCII",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 81, "ToPort": 81, "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "é"}]}]}""",
            "InvalidParameterValue",
            "Invalid rule description");
        set.Refused("AuthorizeSecurityGroupIngress", "no rules", """{"GroupId": "${sg}"}""", "MissingParameter");
        set.Refused(
            "AuthorizeSecurityGroupIngress",
            "no group",
            """{"IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}""",
            "MissingParameter");
        set.Refused(
            "RevokeSecurityGroupIngress",
            "a rule that does not exist",
            """{"GroupId": "${sg}", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 9, "ToPort": 9, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}""",
            "InvalidPermission.NotFound");
        set.Refused("DeleteSecurityGroup", "a group that does not exist", """{"GroupId": "sg-00000000000000001"}""", "InvalidGroup.NotFound");
        set.Refused("DescribeVpcs", "a dry run", """{"DryRun": true}""", "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
        set.Refused("RunInstances", "an operation that only the sandbox lacks", """{}""", "InvalidAction|MissingParameter");
        return set;
    }
}
