using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Clusters;

/// <summary>Creates namespaces of Service Connect.</summary>
internal sealed class ConnectNamespaces(AwsConnection connection)
{
    /// <summary>
    /// Creates a namespace if it does not exist. ECS creates the one that a cluster gets as its default, so the cluster has it for a moment. What was the
    /// default before is the default again, and the namespace stays.
    /// </summary>
    /// <param name="cluster">Name or ARN of the cluster.</param>
    /// <param name="name">Name of the namespace.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task CreateAsync(string cluster, string name, CancellationToken cancellationToken)
    {
        var described = await connection.Ecs.DescribeClustersAsync(new DescribeClustersRequest { Clusters = [cluster] }, cancellationToken)
            .ConfigureAwait(false);
        var before = described.Clusters?.FirstOrDefault()?.ServiceConnectDefaults?.Namespace ?? "";
        await SetAsync(cluster, name, cancellationToken).ConfigureAwait(false);
        await SetAsync(cluster, before, cancellationToken).ConfigureAwait(false);
    }

    private Task SetAsync(string cluster, string name, CancellationToken cancellationToken) => connection.Ecs.UpdateClusterAsync(
        new UpdateClusterRequest { Cluster = cluster, ServiceConnectDefaults = new ClusterServiceConnectDefaultsRequest { Namespace = name } },
        cancellationToken);
}
