using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>What AWS refuses of listeners, their certificates and tags, with its codes and texts.</summary>
public sealed class ListenerRefusalTests(RefusalSandbox sandbox) : IClassFixture<RefusalSandbox>
{
    [SkippableTheory]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":80,"DefaultActions":[{ok}]}""",
        "DuplicateListener: A listener already exists on this port for this load balancer")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"forward",
        "TargetGroupArn":"{arn}:targetgroup/none/0123456789abcdef"}]}
        """,
        "TargetGroupNotFound")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{other}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"forward","TargetGroupArn":"{used}"}]}""",
        "TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{arn}:loadbalancer/app/none/0123456789abcdef","Protocol":"HTTP","Port":81,"DefaultActions":[{ok}]}""",
        "LoadBalancerNotFound")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"TCP","Port":81,"DefaultActions":[{ok}]}""",
        "UnsupportedProtocol: Listener protocol 'TCP' must be one of 'HTTPS, HTTP'")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","DefaultActions":[{ok}]}""",
        "ValidationError: A listener port must be specified")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Port":81,"DefaultActions":[{ok}]}""",
        "ValidationError: A listener protocol must be specified")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTPS","Port":443,"DefaultActions":[{ok}]}""",
        "ValidationError: A certificate must be specified for HTTPS listeners")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTPS","Port":443,"DefaultActions":[{ok}],
        "Certificates":[{"CertificateArn":"arn:aws:acm:us-east-1:000000000000:certificate/none"}]}
        """,
        "CertificateNotFound")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTPS","Port":443,"DefaultActions":[{ok}],"Certificates":[{"CertificateArn":"{certificate}"},
        {"CertificateArn":"{certificate}"}]}
        """,
        "TooManyCertificates")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTPS","Port":443,"DefaultActions":[{ok}],"Certificates":[{"CertificateArn":"{certificate}"}],
        "SslPolicy":"none"}
        """,
        "SSLPolicyNotFound")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{ok}],"Certificates":[{"CertificateArn":"{certificate}"}]}""",
        "InvalidConfigurationRequest")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{ok}],"AlpnPolicy":["HTTP2Only"]}""",
        "ALPNPolicyNotFound")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{ok},{ok}]}""",
        "TooManyActions")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[]}""",
        "InvalidLoadBalancerAction")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"fixed-response","FixedResponseConfig":{"StatusCode":"200",
        "ContentType":"text/xml"}}]}
        """,
        "InvalidLoadBalancerAction: The ContentType must be one of")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"redirect","RedirectConfig":{"StatusCode":"HTTP_301",
        "Port":"81"}}]}
        """,
        "InvalidLoadBalancerAction: The redirect configuration is not valid because it creates a loop.")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTPS","Port":443,"DefaultActions":[{"Type":"redirect","RedirectConfig":{"StatusCode":"HTTP_301",
        "Protocol":"HTTP"}}],"Certificates":[{"CertificateArn":"{certificate}"}]}
        """,
        "InvalidLoadBalancerAction: A redirect action cannot redirect from HTTPS to HTTP")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"authenticate-oidc","Order":1},{ok}]}""",
        "InvalidLoadBalancerAction: Actions of type 'authenticate-oidc' are supported only on HTTPS listeners")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"fixed-response","FixedResponseConfig":{"StatusCode":"302"}}]}""",
        "ValidationError")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"forward",
        "ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"{used}"},{"TargetGroupArn":"{group}"}]}}]}
        """,
        "ValidationError: A weight must be specified")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"forward",
        "ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"{used}","Weight":1000}]}}]}
        """,
        "ValidationError: The target group weight '1000' must be between '0-999' inclusive")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"forward",
        "ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"{used}"}],"TargetGroupStickinessConfig":{"Enabled":true,"DurationSeconds":604801}}}]}
        """,
        "ValidationError: Target group stickiness duration")]
    [InlineData(
        "CreateListener",
        """
        {"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"forward",
        "ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"{used}","Weight":1},{"TargetGroupArn":"{used}","Weight":1},{"TargetGroupArn":"{used}",
        "Weight":1},{"TargetGroupArn":"{used}","Weight":1},{"TargetGroupArn":"{used}","Weight":1},{"TargetGroupArn":"{used}","Weight":1}]}}]}
        """,
        "ValidationError: A forward action must have 1 to 5 target groups")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"forward","TargetGroupArn":"{alb}"}]}""",
        "IncompatibleProtocols")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"forward","TargetGroupArn":"{grpc}"}]}""",
        "InvalidLoadBalancerAction: Listener protocol 'HTTP' is not supported with a target group with the protocol-version 'GRPC'")]
    [InlineData(
        "CreateListener",
        """{"LoadBalancerArn":"{lb}","Protocol":"HTTP","Port":81,"DefaultActions":[{"Type":"forward","TargetGroupArn":"{http2}"}]}""",
        "InvalidLoadBalancerAction: Listener protocol 'HTTP' is not supported with a target group with the protocol-version 'HTTP2'")]
    [InlineData(
        "ModifyListener",
        """{"ListenerArn":"{arn}:listener/app/none/0123456789abcdef/0123456789abcdef"}""",
        "ListenerNotFound")]
    [InlineData(
        "DeleteListener",
        """{"ListenerArn":"{listener}"}""",
        "ResourceInUse")]
    [InlineData(
        "DescribeListeners",
        """{}""",
        "ValidationError: You must specify either listener ARNs or a load balancer ARN")]
    [InlineData(
        "DescribeListeners",
        """{"ListenerArns":["{arn}:listener/app/none/0123456789abcdef/0123456789abcdef"]}""",
        "ListenerNotFound: One or more listeners not found")]
    [InlineData(
        "ModifyListenerAttributes",
        """{"ListenerArn":"{listener}","Attributes":[{"Key":"none","Value":"1"}]}""",
        "ValidationError: Listener attribute key 'none' is not recognized")]
    [InlineData(
        "AddTags",
        """{"ResourceArns":["{lb}"],"Tags":[{"Key":"aws:x","Value":"1"}]}""",
        "ValidationError")]
    [InlineData(
        "AddTags",
        """{"ResourceArns":["{arn}:targetgroup/none/0123456789abcdef"],"Tags":[{"Key":"x","Value":"1"}]}""",
        "TargetGroupNotFound")]
    [InlineData(
        "DescribeTags",
        """{"ResourceArns":["{arn}:listener-rule/app/none/0123456789abcdef/0123456789abcdef/0123456789abcdef"]}""",
        "RuleNotFound")]
    [InlineData(
        "AddListenerCertificates",
        """{"ListenerArn":"{listener}","Certificates":[{"CertificateArn":"{certificate}"}]}""",
        "InvalidConfigurationRequest")]
    [InlineData(
        "DescribeSSLPolicies",
        """{"Names":["none"]}""",
        "SSLPolicyNotFound")]
    public async Task A_refusal_has_the_code_and_the_text_of_AWS(string operation, string input, string refusal)
        => Assert.StartsWith(refusal, await sandbox.ElbRefusedAsync(operation, sandbox.Input(input)));
}
