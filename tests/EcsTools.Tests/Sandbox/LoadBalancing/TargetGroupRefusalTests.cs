using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>What AWS refuses of target groups and targets, with its codes and texts.</summary>
public sealed class TargetGroupRefusalTests(RefusalSandbox sandbox) : IClassFixture<RefusalSandbox>
{
    [SkippableTheory]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"a.b","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip"}""",
        "ValidationError: Target group name 'a.b' can only contain")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"group","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","HealthCheckPath":"/x"}""",
        "DuplicateTargetGroupName: A target group with the same name 'group' exists, but with different settings")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Port":80,"VpcId":"{vpc}"}""",
        "ValidationError: A protocol must be specified")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","VpcId":"{vpc}"}""",
        "ValidationError: A port must be specified")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80}""",
        "ValidationError: A VPC ID must be specified")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"vpc-none"}""",
        "ValidationError: The VPC ID 'vpc-none' is not found")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","HealthCheckEnabled":false}""",
        "InvalidConfigurationRequest: Health check enabled must be true for target groups with target type 'ip'")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","HealthCheckIntervalSeconds":4}""",
        "ValidationError: 1 validation error detected: Value '4' at 'healthCheckIntervalSeconds'")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","HealthCheckTimeoutSeconds":1}""",
        "ValidationError: 1 validation error")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","UnhealthyThresholdCount":11}""",
        "ValidationError: 1 validation error")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","HealthCheckIntervalSeconds":5,"HealthCheckTimeoutSeconds":5}""",
        "ValidationError: Health check timeout '5' must be smaller than the interval '5'")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","Matcher":{"HttpCode":"200-500"}}""",
        "ValidationError: Health check matcher HTTP code '200-500' must be within '200-499' inclusive")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","Matcher":{"GrpcCode":"0"}}""",
        "ValidationError")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","ProtocolVersion":"HTTP3"}""",
        "ValidationError: Protocol version 'HTTP3' must be one of '[HTTP1, HTTP2, GRPC]'")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","HealthCheckPort":"http"}""",
        "ValidationError: Health check port 'http'")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"HTTP","Port":80,"VpcId":"{vpc}","TargetType":"ip","HealthCheckPath":"health"}""",
        "ValidationError: Health check path 'health' must begin with '/'")]
    [InlineData(
        "CreateTargetGroup",
        """{"Name":"n1","Protocol":"TCP","Port":80,"VpcId":"{vpc}"}""",
        "InvalidConfigurationRequest")]
    [InlineData(
        "DeleteTargetGroup",
        """{"TargetGroupArn":"{used}"}""",
        "ResourceInUse: Target group 'arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/used/")]
    [InlineData(
        "DescribeTargetGroups",
        """{"Names":["none"]}""",
        "TargetGroupNotFound: One or more target groups not found")]
    [InlineData(
        "DescribeTargetGroups",
        """{"Names":["used"],"LoadBalancerArn":"{lb}"}""",
        "ValidationError: Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time")]
    [InlineData(
        "ModifyTargetGroup",
        """{"TargetGroupArn":"{arn}:targetgroup/none/0123456789abcdef"}""",
        "TargetGroupNotFound")]
    [InlineData(
        "ModifyTargetGroup",
        """{"TargetGroupArn":"{group}","HealthCheckEnabled":false}""",
        "InvalidConfigurationRequest")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{arn}:targetgroup/none/0123456789abcdef","Targets":[{"Id":"10.0.0.1"}]}""",
        "TargetGroupNotFound")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{group}","Targets":[{"Id":"web"}]}""",
        "ValidationError: The IP address 'web' is not valid")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{group}","Targets":[{"Id":"8.8.8.8"}]}""",
        "InvalidTarget")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{group}","Targets":[{"Id":"127.0.0.1"}]}""",
        "InvalidTarget")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{group}","Targets":[{"Id":"::1"}]}""",
        "InvalidTarget")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{group}","Targets":[{"Id":"10.4.40.87"}]}""",
        "ValidationError: The Availability Zone is required for IP address '10.4.40.87' because it is not in the VPC")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{group}","Targets":[{"Id":"172.31.0.9","Port":65536}]}""",
        "ValidationError: 1 validation error")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{instances}","Targets":[{"Id":"i-0123456789abcdef0"}]}""",
        "InvalidTarget: The following targets are not in a running state and cannot be registered: 'i-0123456789abcdef0'")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{instances}","Targets":[{"Id":"10.0.0.1"}]}""",
        "ValidationError: Instance ID '10.0.0.1' is not valid")]
    [InlineData(
        "RegisterTargets",
        """{"TargetGroupArn":"{group}","Targets":[]}""",
        "ValidationError")]
    [InlineData(
        "DescribeTargetHealth",
        """{"TargetGroupArn":"{arn}:targetgroup/none/0123456789abcdef","Targets":[]}""",
        "TargetGroupNotFound")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"deregistration_delay.timeout_seconds","Value":"3601"}]}""",
        "ValidationError: 'deregistration_delay.timeout_seconds' value '3601' must be")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"slow_start.duration_seconds","Value":"29"}]}""",
        "ValidationError: 'slow_start.duration_seconds' value '29' must be")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"slow_start.duration_seconds","Value":"901"}]}""",
        "ValidationError: 'slow_start.duration_seconds' value '901' must be")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"stickiness.lb_cookie.duration_seconds","Value":"0"}]}""",
        "ValidationError: 'stickiness.lb_cookie.duration_seconds' value '0' must be")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"stickiness.lb_cookie.duration_seconds","Value":"604801"}]}""",
        "ValidationError: 'stickiness.lb_cookie.duration_seconds' value '604801' must be")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"stickiness.type","Value":"source_ip"}]}""",
        "ValidationError: 'stickiness.type' value 'source_ip' must be")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"load_balancing.algorithm.type","Value":"random"}]}""",
        "ValidationError: 'load_balancing.algorithm.type' value 'random' must be")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"stickiness.enabled","Value":"1"}]}""",
        "ValidationError: 'stickiness.enabled' value '1' must be")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"stickiness.app_cookie.cookie_name","Value":"AWSALBAPP"}]}""",
        "ValidationError: 'stickiness.app_cookie.cookie_name' value 'AWSALBAPP' cannot begin with 'AWSALB'")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """{"TargetGroupArn":"{group}","Attributes":[{"Key":"stickiness.enabled","Value":"true"},{"Key":"stickiness.type","Value":"app_cookie"}]}""",
        "InvalidConfigurationRequest: You must set an application cookie name")]
    [InlineData(
        "ModifyTargetGroupAttributes",
        """
        {"TargetGroupArn":"{group}","Attributes":[{"Key":"slow_start.duration_seconds","Value":"30"},{"Key":"load_balancing.algorithm.type",
        "Value":"least_outstanding_requests"}]}
        """,
        "InvalidConfigurationRequest: Slow start")]
    public async Task A_refusal_has_the_code_and_the_text_of_AWS(string operation, string input, string refusal)
        => Assert.StartsWith(refusal, await sandbox.ElbRefusedAsync(operation, sandbox.Input(input)));
}
