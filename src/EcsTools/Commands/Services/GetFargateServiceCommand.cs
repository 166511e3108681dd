using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Gets services, with their counts, settings and events.</summary>
/// <remarks>
/// Without a name the command gets every service, and without a cluster it looks in every cluster of the region. Services are emitted as
/// they arrive. A name without wildcards must exist; the error suggests the most similar name.
/// </remarks>
/// <example>
///   <code>Get-FargateService</code>
///   <para>Gets all services of the current region.</para>
/// </example>
/// <example>
///   <code>Get-FargateService web-* -Cluster demo | Where-Object { $_.RunningCount -lt $_.DesiredCount }</code>
///   <para>Gets the services whose names begin with web- and that have too few running tasks.</para>
/// </example>
/// <example>
///   <code>(Get-FargateService web -Cluster demo).Events | Select-Object -First 5</code>
///   <para>Shows the last five events of a service.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateService")]
[OutputType(typeof(FargateService))]
public sealed class GetFargateServiceCommand : AwsCommand
{
    /// <summary>Names or ARNs of services. Wildcards are allowed in names.</summary>
    /// <value>every service</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("ServiceArn")]
    [Subject(typeof(FargateService), typeof(FargateDeployment), typeof(FargateScaling), typeof(FargateTask), typeof(FargateFailure))]
    public string[]? ServiceName { get; set; }

    /// <summary>Names or ARNs of clusters. Wildcards are allowed in names.</summary>
    /// <value>every cluster of the region</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("Cluster", "ClusterArn")]
    [Subject(typeof(FargateCluster), Rank = 3)]
    public string[]? Cluster { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var service in new FargateServices(connection)
            .GetAsync(Cluster, ServiceName, problem => pipeline.WriteError(problem), cancellationToken)
            .ConfigureAwait(false))
        {
            pipeline.WriteObject(service);
        }
    }
}
