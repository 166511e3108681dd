using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>What AWS refuses of load balancers, with its codes and texts.</summary>
public sealed class LoadBalancerRefusalTests(RefusalSandbox sandbox) : IClassFixture<RefusalSandbox>
{
    [SkippableTheory]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"a_b","Subnets":["{s1}","{s2}"]}""",
        "ValidationError: The load balancer name 'a_b' can only contain")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"-ab","Subnets":["{s1}","{s2}"]}""",
        "ValidationError: The load balancer name '-ab' cannot begin or end with '-'")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"ab-","Subnets":["{s1}","{s2}"]}""",
        "ValidationError: The load balancer name 'ab-' cannot begin or end with '-'")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"internal-ab","Subnets":["{s1}","{s2}"]}""",
        "ValidationError: The load balancer name 'internal-ab' cannot begin with 'internal-'")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"abcdefghijabcdefghijabcdefghijabc","Subnets":["{s1}","{s2}"]}""",
        "ValidationError: The load balancer name 'abcdefghijabcdefghijabcdefghijabc' cannot be longer than '32' characters")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}"]}""",
        "ValidationError: At least two subnets in two different Availability Zones must be specified")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","{s1}"]}""",
        "ValidationError: At least two subnets in two different Availability Zones must be specified")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":[]}""",
        "ValidationError: At least two subnets in two different Availability Zones must be specified")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","{s1}","{s2}"]}""",
        "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","subnet-none"]}""",
        "SubnetNotFound: The subnet ID 'subnet-none' does not exist")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","{s2}"],"SecurityGroups":["sg-0123456789abcdef0"]}""",
        "InvalidSecurityGroup: The security group 'sg-0123456789abcdef0' does not exist")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","{s2}"],"SecurityGroups":["web"]}""",
        "ValidationError: Security group 'web' is not valid")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","{s2}"],"Scheme":"internal","IpAddressType":"dualstack-without-public-ipv4"}""",
        "InvalidScheme")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","{s2}"],"Scheme":"public"}""",
        "ValidationError: 1 validation error detected: Value 'public' at 'scheme' failed to satisfy constraint")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","{s2}"],"IpAddressType":"dualstack"}""",
        "InvalidConfigurationRequest: You must specify subnets with an associated IPv6 CIDR block.")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","{s2}"],"Type":"network"}""",
        "InvalidConfigurationRequest")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","Subnets":["{s1}","{s2}"],"Tags":[{"Key":"a"},{"Key":"a"}]}""",
        "DuplicateTagKeys: Tag key was specified more than once: a")]
    [InlineData(
        "CreateLoadBalancer",
        """
        {"Name":"n1","Subnets":["{s1}","{s2}"],"Tags":[{"Key":"k0"},{"Key":"k1"},{"Key":"k2"},{"Key":"k3"},{"Key":"k4"},{"Key":"k5"},{"Key":"k6"},
        {"Key":"k7"},{"Key":"k8"},{"Key":"k9"},{"Key":"k10"},{"Key":"k11"},{"Key":"k12"},{"Key":"k13"},{"Key":"k14"},{"Key":"k15"},{"Key":"k16"},
        {"Key":"k17"},{"Key":"k18"},{"Key":"k19"},{"Key":"k20"},{"Key":"k21"},{"Key":"k22"},{"Key":"k23"},{"Key":"k24"},{"Key":"k25"},{"Key":"k26"},
        {"Key":"k27"},{"Key":"k28"},{"Key":"k29"},{"Key":"k30"},{"Key":"k31"},{"Key":"k32"},{"Key":"k33"},{"Key":"k34"},{"Key":"k35"},{"Key":"k36"},
        {"Key":"k37"},{"Key":"k38"},{"Key":"k39"},{"Key":"k40"},{"Key":"k41"},{"Key":"k42"},{"Key":"k43"},{"Key":"k44"},{"Key":"k45"},{"Key":"k46"},
        {"Key":"k47"},{"Key":"k48"},{"Key":"k49"},{"Key":"k50"}]}
        """,
        "TooManyTags")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"front","Subnets":["{s1}","{s2}"],"Scheme":"internal"}""",
        "DuplicateLoadBalancerName: A load balancer with the same name 'front' exists, but with different settings")]
    [InlineData(
        "CreateLoadBalancer",
        """{"Name":"n1","SubnetMappings":[{"SubnetId":"{s1}","AllocationId":"eipalloc-1"},{"SubnetId":"{s2}"}]}""",
        "InvalidConfigurationRequest: AllocationId cannot be specified")]
    [InlineData(
        "DeleteLoadBalancer",
        """{"LoadBalancerArn":"{arn}:loadbalancer/app/none/0123456789abcdef"}""",
        "LoadBalancerNotFound: Load balancer 'arn:aws:elasticloadbalancing")]
    [InlineData(
        "DeleteLoadBalancer",
        """{"LoadBalancerArn":"front"}""",
        "ValidationError: 'front' is not a valid load balancer ARN")]
    [InlineData(
        "DeleteLoadBalancer",
        """{"LoadBalancerArn":"{protected}"}""",
        "OperationNotPermitted")]
    [InlineData(
        "DeleteLoadBalancer",
        """{"LoadBalancerArn":"{lb}"}""",
        "ResourceInUse")]
    [InlineData(
        "DescribeLoadBalancers",
        """{"Names":["none"]}""",
        "LoadBalancerNotFound: Load balancers '[none]' not found")]
    [InlineData(
        "SetSubnets",
        """{"LoadBalancerArn":"{lb}","Subnets":["{s1}"]}""",
        "ValidationError: At least two subnets")]
    [InlineData(
        "SetSecurityGroups",
        """{"LoadBalancerArn":"{lb}","SecurityGroups":["sg-0123456789abcdef0"]}""",
        "InvalidSecurityGroup")]
    [InlineData(
        "SetIpAddressType",
        """{"LoadBalancerArn":"{lb}","IpAddressType":"dualstack"}""",
        "InvalidConfigurationRequest")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"idle_timeout.timeout_seconds","Value":"0"}]}""",
        "ValidationError: 'idle_timeout.timeout_seconds' value '0' must be")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"idle_timeout.timeout_seconds","Value":"4001"}]}""",
        "ValidationError: 'idle_timeout.timeout_seconds' value '4001' must be")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"client_keep_alive.seconds","Value":"59"}]}""",
        "ValidationError: 'client_keep_alive.seconds' value '59' must be")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"client_keep_alive.seconds","Value":"604801"}]}""",
        "ValidationError: 'client_keep_alive.seconds' value '604801' must be")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"routing.http.xff_header_processing.mode","Value":"keep"}]}""",
        "ValidationError: 'routing.http.xff_header_processing.mode' value 'keep' must be")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"routing.http2.enabled","Value":"on"}]}""",
        "ValidationError: 'routing.http2.enabled' value 'on' must be")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"deletion_protection.enabled","Value":"yes"}]}""",
        "ValidationError: 'deletion_protection.enabled' value 'yes' must be")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"none","Value":"1"}]}""",
        "ValidationError: Load balancer attribute key 'none' is not recognized")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"load_balancing.cross_zone.enabled","Value":"false"}]}""",
        "InvalidConfigurationRequest")]
    [InlineData(
        "ModifyLoadBalancerAttributes",
        """{"LoadBalancerArn":"{lb}","Attributes":[{"Key":"access_logs.s3.enabled","Value":"true"}]}""",
        "InvalidConfigurationRequest")]
    [InlineData(
        "DescribeLoadBalancers",
        """{"PageSize":401}""",
        "ValidationError")]
    public async Task A_refusal_has_the_code_and_the_text_of_AWS(string operation, string input, string refusal)
        => Assert.StartsWith(refusal, await sandbox.ElbRefusedAsync(operation, sandbox.Input(input)));
}
