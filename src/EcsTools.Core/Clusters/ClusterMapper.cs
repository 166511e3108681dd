using System.Collections.Generic;
using System.Linq;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Clusters;

/// <summary>Converts ECS's clusters and tags to and from the objects that commands use.</summary>
internal static class ClusterMapper
{
    /// <summary>The capacity providers that Fargate has in every region. They need no setup.</summary>
    public static IReadOnlyList<string> Providers { get; } = ["FARGATE", "FARGATE_SPOT"];

    public static FargateCluster ToModel(Cluster cluster)
    {
        var arn = AwsArn.Parse(cluster.ClusterArn);
        return new FargateCluster
        {
            Cluster = cluster.ClusterName ?? arn.Name,
            ClusterArn = cluster.ClusterArn,
            Status = cluster.Status ?? "ACTIVE",
            RunningTasks = cluster.RunningTasksCount ?? 0,
            PendingTasks = cluster.PendingTasksCount ?? 0,
            ActiveServices = cluster.ActiveServicesCount ?? 0,
            CapacityProviders = cluster.CapacityProviders?.ToArray() ?? [],
            ContainerInsights = (cluster.Settings ?? []).FirstOrDefault(
                setting => setting.Name?.Value == "containerInsights")?.Value ?? "disabled",
            Tags = FromTags(cluster.Tags),
            Region = arn.Region,
            AccountId = arn.AccountId,
        };
    }

    public static List<Tag>? ToTags(IReadOnlyDictionary<string, string>? tags)
        => tags is { Count: > 0 } ? tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value }).ToList() : null;

    public static IReadOnlyDictionary<string, string> FromTags(List<Tag>? tags)
        => (tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value ?? "");
}
