using System.Threading.Tasks;
using Amazon.ECS.Model;

namespace EcsTools.Campaigns.Load.Walks;

internal sealed class ClusterWalk : IWalk
{
    public async Task<string?> GoAsync(LoadTarget target, string name)
    {
        var made = await target.SendAsync(target.Ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = name }));
        await target.SendAsync(target.Ecs.TagResourceAsync(
            new TagResourceRequest { ResourceArn = made.Cluster.ClusterArn, Tags = [new Tag { Key = "walk", Value = name }] }));
        var read = await target.SendAsync(target.Ecs.DescribeClustersAsync(new DescribeClustersRequest { Clusters = [name], Include = ["TAGS"] }));
        await target.SendAsync(target.Ecs.DeleteClusterAsync(new DeleteClusterRequest { Cluster = name }));
        return read.Clusters is [{ Status: "ACTIVE", Tags: [{ Value: var tag }] }] && tag == name ? null : $"cluster {name} is not as it was made";
    }
}
