using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Clusters;

/// <summary>Gets clusters, with the number of their services and tasks.</summary>
/// <remarks>
/// Without a name the command gets every cluster of the region. A name without wildcards must exist; the error suggests the most similar
/// name.
/// </remarks>
/// <example>
///   <code>Get-FargateCluster</code>
///   <para>Gets all clusters of the current region.</para>
/// </example>
/// <example>
///   <code>Get-FargateCluster test-* | Remove-FargateCluster</code>
///   <para>Removes the clusters whose names begin with test-, after it has asked for each. A cluster in which something runs stays.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateCluster")]
[OutputType(typeof(FargateCluster))]
public sealed class GetFargateClusterCommand : AwsCommand
{
    /// <summary>Names or ARNs of clusters. Wildcards are allowed.</summary>
    /// <value>every cluster of the region</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ClusterName", "ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("Cluster", "ClusterArn")]
    [Subject(
        typeof(FargateCluster), typeof(FargateService), typeof(FargateTask), typeof(FargateDeployment), typeof(FargateScaling), typeof(FargateFailure),
        typeof(ScheduledTask), typeof(ScheduledTaskRun))]
    public string[]? Cluster { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var cluster in new FargateClusters(connection)
            .GetAsync(Cluster, problem => pipeline.WriteError(problem), cancellationToken)
            .ConfigureAwait(false))
        {
            pipeline.WriteObject(cluster);
        }
    }
}
