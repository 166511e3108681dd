using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Gets services, with their counts, settings and events.</summary>
/// <remarks>
/// Without a name it gets every service, without a cluster of every cluster of the region, and emits them as the answers come. A name
/// without
/// wildcards that there is no service for is an error, which names the nearest.
/// </remarks>
/// <example>
///   <code>Get-FargateService</code>
///   <para>Gets all services of the region of the session.</para>
/// </example>
/// <example>
///   <code>Get-FargateService web-* -Cluster demo | Where-Object { $_.RunningCount -lt $_.DesiredCount }</code>
///   <para>Gets those of the services whose names begin with web- that have too few tasks.</para>
/// </example>
/// <example>
///   <code>(Get-FargateService web -Cluster demo).Events | Select-Object -First 5</code>
///   <para>Shows the last five events of a service.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateService")]
[OutputType(typeof(FargateService))]
public sealed class GetFargateServiceCommand : AwsCommand
{
    /// <summary>
    /// <para type="description">Names, with wildcards, or ARNs of services; all of them where not said.</para>
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("ServiceArn")]
    public string[]? ServiceName { get; set; }

    /// <summary>
    /// <para type="description">Names, with wildcards, or ARNs of clusters; all of them where not said.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("Cluster", "ClusterArn")]
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
