using System.Collections;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Clusters;

/// <summary>Creates a cluster for Fargate tasks, or brings the one that is there to what is asked.</summary>
/// <remarks>
/// The cluster has the capacity providers FARGATE and FARGATE_SPOT. The command can be run again: it finds the cluster, changes what
/// differs of
/// what you name, leaves the rest as it is, and says what it did (Change: Created, Updated, Unchanged). An empty cluster costs nothing.
/// </remarks>
/// <example>
///   <code>New-FargateCluster demo</code>
///   <para>Creates the cluster demo in the region of the session.</para>
/// </example>
/// <example>
///   <code>New-FargateCluster shop -ContainerInsights enhanced -Tag @{ team = 'shop' }</code>
/// <para>Creates the cluster with CloudWatch Container Insights with enhanced observability, or turns it on where the cluster is
/// there.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "FargateCluster", SupportsShouldProcess = true)]
[OutputType(typeof(FargateCluster))]
public sealed class NewFargateClusterCommand : AwsCommand
{
    /// <summary>
    /// <para type="description">Name of the cluster: 1 to 255 letters, digits, hyphens and underscores.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ClusterName")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [IdentifiedBy("Cluster")]
    public string[] Cluster { get; set; } = [];

    /// <summary>
    /// <para type="description">CloudWatch Container Insights: metrics of tasks and containers, which cost extra. Not said: as it is,
    /// disabled for a new cluster.</para>
    /// </summary>
    [Parameter]
    [ValidateSet("disabled", "enabled", "enhanced", IgnoreCase = true)]
    public string? ContainerInsights { get; set; }

    /// <summary>
    /// <para type="description">Tags to set on the cluster, such as @{ team = 'web' }. Tags that are there and not named stay.</para>
    /// </summary>
    [Parameter]
    [Alias("Tags")]
    public Hashtable? Tag { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var clusters = new FargateClusters(connection);
        foreach (var name in Cluster)
        {
            var request = new FargateClusterRequest
            {
                Cluster = name,
                ContainerInsights = ContainerInsights?.ToLowerInvariant(),
                Tags = TextDictionary.From(Tag, nameof(Tag)),
            };
            var plan = await clusters.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            if (plan.Change == ChangeStatus.Unchanged || await AskAsync(pipeline, plan, connection.Region).ConfigureAwait(false))
            {
                pipeline.WriteObject(await clusters.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private static Task<bool> AskAsync(CommandPipeline pipeline, FargateClusterPlan plan, string region)
    {
        var action = $"{(plan.Current is null ? "Create" : "Update")} cluster '{plan.Request.Cluster}' in {region}";
        return pipeline.ShouldProcessAsync(PlanText.From(action, [], plan.Differences), action + "?", "Cluster");
    }
}
