using System;
using System.Collections;
using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Routing;

/// <content>The parameters.</content>
public sealed partial class NewFargateLoadBalancerCommand
{
    /// <summary>Name of the load balancer: 1 to 32 letters, digits and hyphens.</summary>
    /// <value>ecstools</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LoadBalancer", "LoadBalancerName")]
    [ArgumentCompleter(typeof(LoadBalancerCompleter))]
    [IdentifiedBy("LoadBalancer", Only = [typeof(FargateLoadBalancer)])]
    [Subject(typeof(FargateLoadBalancer), OtherKinds = ["ListenerRuleArn", "RouteName"])]
    public string? Name { get; set; }

    /// <summary>Ids of subnets, one in each of two or more availability zones.</summary>
    /// <value>a public subnet of the default VPC in each zone; an existing load balancer keeps its subnets</value>
    [Parameter]
    [Alias("SubnetId")]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public string[]? Subnet { get; set; }

    /// <summary>Ids of security groups. EcsTools does not change their rules.</summary>
    /// <value>a group named ecstools-lb- and the name; an existing load balancer keeps its groups</value>
    [Parameter]
    [Alias("SecurityGroupId")]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string[]? SecurityGroup { get; set; }

    /// <summary>Addresses that may connect, such as 203.0.113.0/24 or 203.0.113.7. If you give it again, it replaces the current addresses.</summary>
    /// <value>all addresses; with -Internal those of the VPC</value>
    [Parameter]
    public string[]? AllowFrom { get; set; }

    /// <summary>Gives the load balancer only private addresses. AWS cannot change this later.</summary>
    [Parameter]
    public SwitchParameter Internal { get; set; }

    /// <summary>Port of the listener.</summary>
    /// <value>80, or 443 with -Certificate; an existing load balancer keeps its listeners</value>
    [Parameter]
    public int? Port { get; set; }

    /// <summary>
    /// Certificates for HTTPS: domain names, which are looked up in AWS Certificate Manager, or ARNs. The first one is the default of a new listener.
    /// </summary>
    [Parameter]
    [Alias("CertificateArn", "DomainName")]
    [ArgumentCompleter(typeof(CertificateCompleter))]
    public string[]? Certificate { get; set; }

    /// <summary>Creates no listener that redirects HTTP to HTTPS. Only with -Certificate.</summary>
    [Parameter]
    public SwitchParameter NoRedirect { get; set; }

    /// <summary>Security policy of the HTTPS listener, which decides on versions of TLS and ciphers.</summary>
    /// <value>ELBSecurityPolicy-TLS13-1-2-2021-06 for a new listener</value>
    [Parameter]
    public string? SslPolicy { get; set; }

    /// <summary>Type of addresses.</summary>
    /// <value>ipv4 for a new load balancer</value>
    [Parameter]
    [ValidateSet("ipv4", "dualstack", "dualstack-without-public-ipv4", IgnoreCase = true)]
    public string? IpAddressType { get; set; }

    /// <summary>Time after which an idle connection is closed, 1 to 4000 seconds, such as 5m.</summary>
    /// <value>60s for a new load balancer</value>
    [Parameter]
    [Duration]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>Status of the answer to a request without a route: 200 to 299, or 400 to 599.</summary>
    /// <value>404 for a new listener</value>
    [Parameter]
    public int? DefaultStatusCode { get; set; }

    /// <summary>
    /// S3 bucket for the access log, or '' for no access log. The bucket policy must allow Elastic Load Balancing to write. The sandbox has no S3, and
    /// writes no log.
    /// </summary>
    [Parameter]
    public string? AccessLogBucket { get; set; }

    /// <summary>Protects the load balancer from deletion. Use -DeletionProtection:$false to turn this off.</summary>
    [Parameter]
    public SwitchParameter DeletionProtection { get; set; }

    /// <summary>Tags to set on the load balancer, such as @{ team = 'web' }. Other tags stay as they are.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <summary>Waits until the load balancer accepts requests, which takes two to five minutes in AWS.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Maximum time for -Wait. AWS continues to create the load balancer when it ends.</summary>
    /// <value>10m</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }
}
