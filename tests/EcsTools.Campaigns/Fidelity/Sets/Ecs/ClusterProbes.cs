namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>CreateCluster, UpdateCluster, DeleteCluster, DescribeClusters, ListClusters.</summary>
internal static class ClusterProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("ecs", "clusters");
        set.Given("CreateCluster", """{ "clusterName": "shop" }""", "arn=cluster.clusterArn");
        set.Variants("CreateCluster", """{ "clusterName": "other" }""")
            .Accepted("a name")
            .Answered("no name", """{ "clusterName": null }""", "cluster.clusterName", "default")
            .Refused("a name with a blank", """{ "clusterName": "my shop" }""", "InvalidParameterException")
            .Refused("a name of 256 characters", $$"""{ "clusterName": "{{new string('a', 256)}}" }""", "InvalidParameterException");
        set.Answered("DescribeClusters", "by ARN", """{ "clusters": ["${arn}"] }""", "clusters.0.clusterName", "shop");
        return set;
    }
}
