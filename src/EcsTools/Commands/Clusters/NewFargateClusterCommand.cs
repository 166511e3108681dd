using System.Collections;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Clusters;

/// <summary>Creates a cluster for Fargate tasks, or changes an existing one.</summary>
/// <remarks>
/// The cluster gets the capacity providers FARGATE and FARGATE_SPOT. You can run the command again at any time: it changes only the
/// settings that you give and that differ, and Change is Created, Updated or Unchanged. An empty cluster costs nothing.
/// </remarks>
/// <example>
///   <code>New-FargateCluster demo</code>
///   <para>Creates the cluster demo in the current region.</para>
/// </example>
/// <example>
///   <code>New-FargateCluster shop -ContainerInsights enhanced -Tag @{ team = 'shop' }</code>
///   <para>Creates the cluster with the enhanced metrics of CloudWatch Container Insights, or turns them on if the cluster exists.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "FargateCluster", SupportsShouldProcess = true)]
[OutputType(typeof(FargateCluster), typeof(EcsPlanStep))]
public sealed class NewFargateClusterCommand : AwsCommand, IPlannedCommand
{
    /// <summary>Names of clusters: 1 to 255 letters, digits, hyphens and underscores.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ClusterName")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [IdentifiedBy("Cluster")]
    [Subject(typeof(FargateCluster))]
    public string[] Cluster { get; set; } = [];

    /// <summary>CloudWatch Container Insights, which collects metrics of tasks and containers at extra cost.</summary>
    /// <value>disabled for a new cluster</value>
    [Parameter]
    [ValidateSet("disabled", "enabled", "enhanced", IgnoreCase = true)]
    public string? ContainerInsights { get; set; }

    /// <summary>Tags to set on the cluster, such as @{ team = 'web' }. Other tags stay as they are.</summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var clusters = new FargateClusters(connection);
        await ForEachAsync(pipeline, nameof(Cluster), Cluster, async name =>
        {
            var request = new FargateClusterRequest
            {
                Cluster = name,
                ContainerInsights = ContainerInsights?.ToLowerInvariant(),
                Tags = TextDictionary.From(Tag, nameof(Tag)),
            };
            var plan = await clusters.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            if (await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
            {
                pipeline.WriteObject(await clusters.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            }
        }).ConfigureAwait(false);
    }
}
