using System.Linq;
using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>CreateCluster, UpdateCluster, PutClusterCapacityProviders, DeleteCluster, DescribeClusters, ListClusters.</summary>
internal static class ClusterProbes
{
    private const string Gone = "ClusterNotFoundException";

    public static ProbeSet Create()
    {
        var set = new ProbeSet("ecs", "clusters").Given("CreateCluster", """{ "clusterName": "shop" }""", "arn=cluster.clusterArn");
        set.Variants("CreateCluster", """{ "clusterName": "other" }""")
            .Accepted("a name")
            .Answered("the same again", "{}", "cluster.status", "ACTIVE")
            .Answered("no name", """{ "clusterName": null }""", "cluster.clusterName", "default")
            .Refused("a name with a blank", """{ "clusterName": "my shop" }""", Invalid)
            .Refused("a name with a line end", """{ "clusterName": "shop\n" }""", Invalid)
            .Refused("a name of 256 characters", $$"""{ "clusterName": "{{new string('a', 256)}}" }""", Invalid)
            .Refused("a setting that is none", """{ "settings": [{ "name": "containerInsights", "value": "maybe" }] }""", Invalid)
            .Refused("an unknown setting", """{ "settings": [{ "name": "color", "value": "enabled" }] }""", Invalid, "name should be one of [containerInsights]")
            .Refused("a capacity provider that is not there", """{ "capacityProviders": ["mine"] }""", Invalid)
            .Refused("a strategy of a provider that is not listed", """{ "clusterName": "new", "capacityProviders": ["FARGATE"], "defaultCapacityProviderStrategy": [{ "capacityProvider": "FARGATE_SPOT", "weight": 1 }] }""", Invalid, "cannot contain a capacity provider that is not associated with the cluster")
            .Refused("two bases", """{ "clusterName": "new", "capacityProviders": ["FARGATE", "FARGATE_SPOT"], "defaultCapacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1, "base": 1 }, { "capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 1 }] }""", Invalid, "contains multiple capacity providers with a base value defined")
            .Refused("a log of ECS Exec that is not used", """{ "clusterName": "new", "configuration": { "executeCommandConfiguration": { "logging": "DEFAULT", "logConfiguration": { "cloudWatchLogGroupName": "a" } } } }""", Invalid, "You must set logging to 'OVERRIDE' when you supply a log configuration")
            .Refused("no log of ECS Exec", """{ "clusterName": "new", "configuration": { "executeCommandConfiguration": { "logging": "OVERRIDE" } } }""", Invalid, "A CloudWatch log group name or S3 bucket name must be specified when overriding the default log configuration")
            .Accepted("a log of ECS Exec", """{ "clusterName": "new", "configuration": { "executeCommandConfiguration": { "logging": "OVERRIDE", "logConfiguration": { "cloudWatchLogGroupName": "a" } } } }""")
            .Refused("a reserved tag", """{ "clusterName": "new", "tags": [{ "key": "aws:a", "value": "b" }] }""", Invalid);
        Use(set);
        return set;
    }

    private static void Use(ProbeSet set)
    {
        set.Variants("DescribeClusters", """{ "clusters": ["${arn}"] }""")
            .Answered("by ARN", "{}", "clusters.0.clusterName", "shop")
            .Answered("one that is not there", """{ "clusters": ["ghost"] }""", "failures.0.reason", "MISSING")
            .Refused("101 clusters", $$"""{ "clusters": [{{string.Join(',', Enumerable.Range(0, 101).Select(number => $"\"c{number}\""))}}] }""", Invalid)
            .Refused("another region", """{ "clusters": ["arn:aws:ecs:eu-west-1:${account}:cluster/shop"] }""", Invalid, "Invalid Region in ARN")
            .Refused("an ARN of a service", """{ "clusters": ["arn:aws:ecs:us-east-1:${account}:service/shop/web"] }""", Invalid, "Invalid identifier")
            .Refused("an ARN within an ARN", """{ "clusters": ["arn:aws:ecs:us-east-1:${account}:cluster/arn:aws:ecs:us-east-1:${account}:cluster/shop"] }""", Invalid, "Invalid identifier: Unexpected number of separators")
            .Refused("an unknown part", """{ "include": ["SECRETS"] }""", Invalid, "include should be one of [ATTACHMENTS,");
        set.Variants("ListClusters", "{}")
            .Accepted("all")
            .Refused("101 results", """{ "maxResults": 101 }""", Invalid)
            .Refused("-1 results", """{ "maxResults": -1 }""", Invalid)
            .Refused("a token that is none", """{ "nextToken": "no token" }""", Invalid, "Invalid token");
        set.Variants("PutClusterCapacityProviders", """{ "cluster": "shop", "capacityProviders": ["FARGATE"], "defaultCapacityProviderStrategy": [] }""")
            .Accepted("a provider")
            .Refused("a cluster that is not there", """{ "cluster": "ghost" }""", Gone)
            .Refused("a provider that is not there", """{ "capacityProviders": ["mine"] }""", Invalid);
        set.Refused("UpdateCluster", "a cluster that is not there", """{ "cluster": "ghost" }""", Gone, "Cluster not found");
        set.Refused("DeleteCluster", "a cluster that is not there", """{ "cluster": "ghost" }""", Gone, "Cluster not found");
        set.Answered("DeleteCluster", "a cluster", """{ "cluster": "shop" }""", "cluster.status", "INACTIVE");
        set.Refused("ListTasks", "a cluster that is deleted", """{ "cluster": "shop" }""", Gone);
    }
}
