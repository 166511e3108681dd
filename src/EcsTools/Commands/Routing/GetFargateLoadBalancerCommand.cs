using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Routing.Balancers;

namespace EcsTools.Commands.Routing;

/// <summary>Gets load balancers, with their listeners and addresses.</summary>
/// <remarks>
/// Without a name the command gets every Application Load Balancer of the region. A name without wildcards must exist; the error suggests the most similar
/// name. Get-FargateRoute gets the routes.
/// </remarks>
/// <example>
///   <code>Get-FargateLoadBalancer</code>
///   <para>Gets all Application Load Balancers of the current region.</para>
/// </example>
/// <example>
///   <code>(Get-FargateLoadBalancer ecstools).Url</code>
///   <para>Shows the address of the load balancer ecstools.</para>
/// </example>
/// <example>
///   <code>Get-FargateLoadBalancer test-* | Remove-FargateLoadBalancer</code>
///   <para>Removes the load balancers whose names begin with test-, after it has asked for each. A load balancer that is used stays.</para>
/// </example>
/// <seealso cref="GetFargateRouteCommand"/>
[Cmdlet(VerbsCommon.Get, "FargateLoadBalancer")]
[OutputType(typeof(FargateLoadBalancer))]
public sealed class GetFargateLoadBalancerCommand : AwsCommand
{
    /// <summary>Names or ARNs of load balancers. Wildcards are allowed in names.</summary>
    /// <value>every Application Load Balancer of the region</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LoadBalancer", "LoadBalancerName", "LoadBalancerArn")]
    [ArgumentCompleter(typeof(LoadBalancerCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("LoadBalancer", "LoadBalancerArn")]
    [Subject(typeof(FargateLoadBalancer), typeof(FargateRoute))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var balancer in new LoadBalancers(connection)
            .GetAsync(Name, problem => pipeline.WriteError(problem), cancellationToken)
            .ConfigureAwait(false))
        {
            pipeline.WriteObject(balancer);
        }
    }
}
