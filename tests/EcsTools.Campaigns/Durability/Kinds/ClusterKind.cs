using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Campaigns.Durability.Kinds;

internal sealed class ClusterKind : DurableKind
{
    public override string Name => "cluster";

    public override Task AddAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.Ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = name }, cancellationToken);

    public override Task DeleteAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.Ecs.DeleteClusterAsync(new DeleteClusterRequest { Cluster = name }, cancellationToken);

    public override async Task<ISet<string>> FindAsync(SandboxTarget target, IReadOnlyCollection<string> names)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in names.Chunk(100))
        {
            var answer = await target.Connection.Ecs.DescribeClustersAsync(new DescribeClustersRequest { Clusters = [.. part] });
            found.UnionWith((answer.Clusters ?? []).Where(cluster => cluster.Status == "ACTIVE").Select(cluster => cluster.ClusterName));
        }

        return found;
    }
}
