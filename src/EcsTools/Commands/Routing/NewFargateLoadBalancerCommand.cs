using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Routing.Balancers;

namespace EcsTools.Commands.Routing;

/// <summary>Creates a load balancer for services, or changes an existing one.</summary>
/// <remarks>
/// <para>
/// The command creates an Application Load Balancer with a security group that admits only its ports. A request without a route is answered with the
/// status 404; Add-FargateRoute adds the routes. Several services and apps can share one load balancer, which costs less than one for each.
/// </para>
/// <para>
/// With -Certificate the listener is HTTPS, and a second listener redirects HTTP to it. A domain name is looked up in AWS Certificate Manager. If you run the
/// command again with another certificate, the listener has both: a load balancer chooses the certificate by the host name of the request.
/// </para>
/// <para>
/// You can run the command again at any time. It changes only the settings that you give and that differ, and Change is Created, Updated or Unchanged.
/// -WhatIf shows the differences and the cost of a month, and changes nothing.
/// </para>
/// </remarks>
/// <example>
///   <code>New-FargateLoadBalancer -Wait</code>
///   <para>Creates the load balancer ecstools in the public subnets of the default VPC, with a listener on port 80.</para>
/// </example>
/// <example>
///   <code>New-FargateLoadBalancer shop -Certificate shop.example.com -Wait</code>
///   <para>Creates a load balancer for HTTPS with the certificate of this domain, redirects HTTP to HTTPS, and waits until it accepts requests.</para>
/// </example>
/// <example>
///   <code>New-FargateLoadBalancer admin -AllowFrom 203.0.113.0/24 -IdleTimeout 5m -Tag @{ team = 'shop' }</code>
///   <para>Creates a load balancer that admits only one network, and keeps idle connections for five minutes.</para>
/// </example>
/// <example>
///   <code>New-FargateLoadBalancer backend -Internal -WhatIf</code>
///   <para>Shows what would be created for a load balancer with private addresses, and what it would cost. Nothing changes.</para>
/// </example>
/// <seealso cref="AddFargateRouteCommand"/>
[Cmdlet(VerbsCommon.New, "FargateLoadBalancer", SupportsShouldProcess = true)]
[OutputType(typeof(FargateLoadBalancer), typeof(EcsPlanStep))]
public sealed partial class NewFargateLoadBalancerCommand : AwsCommand, IPlannedCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var applier = new LoadBalancerApplier(connection);
        var plan = await applier.PlanAsync(Request(), cancellationToken).ConfigureAwait(false);
        foreach (var warning in plan.Warnings)
        {
            pipeline.WriteWarning(warning);
        }

        if (!await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
        {
            return;
        }

        var balancer = await applier.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false);
        pipeline.WriteObject(
            Wait ? await applier.WaitAsync(balancer, Timeout, pipeline.Progress, cancellationToken).ConfigureAwait(false) : balancer);
    }

    private LoadBalancerRequest Request() => new()
    {
        LoadBalancer = Name ?? LoadBalancers.DefaultName,
        Subnets = Subnet,
        SecurityGroups = SecurityGroup,
        AllowFrom = AllowFrom,
        Internal = IsBound(nameof(Internal)) ? Internal.ToBool() : null,
        Port = Port,
        Certificates = Certificate,
        NoRedirect = NoRedirect,
        SslPolicy = SslPolicy,
        IpAddressType = IpAddressType?.ToLowerInvariant(),
        IdleTimeout = IdleTimeout,
        DefaultStatusCode = DefaultStatusCode,
        AccessLogBucket = AccessLogBucket,
        DeletionProtection = IsBound(nameof(DeletionProtection)) ? DeletionProtection.ToBool() : null,
        Tags = TextDictionary.From(Tag, nameof(Tag)),
    };
}
