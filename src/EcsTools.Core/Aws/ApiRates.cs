using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Aws;

/// <summary>
/// The rates that AWS publishes per account and region. ECS: "Request throttling for the Amazon ECS API" in its API reference. Launches on
/// Fargate: "AWS Fargate throttling quotas" in its developer guide. Logs: "CloudWatch Logs quotas" (all as of October 2026). An account may
/// have other rates. A caller who is throttled anyway slows down.
/// </summary>
internal static class ApiRates
{
    /// <summary>Number of task definitions that can be read at once. Lists read that many without a delay.</summary>
    public const int DefinitionBurst = 50;

    private static readonly ApiRate[] All =
    [
        new("Cluster modify", 20, 1),
        new("Cluster read", 50, 20),
        new("Task definition modify", 20, 1),
        new("Task definition read", DefinitionBurst, 20),
        new("Task definition deletion", 5, 1),
        new("Tag modify", 20, 10),
        new("Tag read", 50, 20),
        new("Setting read", 50, 20),
        new("Cluster resource modify", 100, 40),
        new("Cluster resource read", 100, 20),
        new("Service modify", 50, 5),
        new("Service read", 100, 20),
        new("Service deployment", 50, 20),
        new("Service revision", 50, 20),
        new("Fargate launch", 100, 20),
        new("GetLogEvents", 25, 25),
        new("FilterLogEvents", 10, 10),
        new("DescribeLogGroups", 10, 10),
    ];

    private static readonly Dictionary<string, ApiRate[]> ByOperation = new(StringComparer.Ordinal)
    {
        ["ECS.CreateCluster"] = Of("Cluster modify"),
        ["ECS.DeleteCluster"] = Of("Cluster modify"),
        ["ECS.PutClusterCapacityProviders"] = Of("Cluster modify"),
        ["ECS.UpdateCluster"] = Of("Cluster modify"),
        ["ECS.DescribeClusters"] = Of("Cluster read"),
        ["ECS.ListClusters"] = Of("Cluster read"),
        ["ECS.RegisterTaskDefinition"] = Of("Task definition modify"),
        ["ECS.DeregisterTaskDefinition"] = Of("Task definition modify"),
        ["ECS.DescribeTaskDefinition"] = Of("Task definition read"),
        ["ECS.ListTaskDefinitions"] = Of("Task definition read"),
        ["ECS.ListTaskDefinitionFamilies"] = Of("Task definition read"),
        ["ECS.DeleteTaskDefinitions"] = Of("Task definition deletion"),
        ["ECS.TagResource"] = Of("Tag modify"),
        ["ECS.UntagResource"] = Of("Tag modify"),
        ["ECS.ListTagsForResource"] = Of("Tag read"),
        ["ECS.ListAccountSettings"] = Of("Setting read"),
        ["ECS.ExecuteCommand"] = Of("Cluster resource modify"),
        ["ECS.StopTask"] = Of("Cluster resource modify"),
        ["ECS.RunTask"] = Of("Cluster resource modify", "Fargate launch"),
        ["ECS.DescribeTasks"] = Of("Cluster resource read"),
        ["ECS.ListTasks"] = Of("Cluster resource read"),
        ["ECS.CreateService"] = Of("Service modify"),
        ["ECS.DeleteService"] = Of("Service modify"),
        ["ECS.UpdateService"] = Of("Service modify"),
        ["ECS.DescribeServices"] = Of("Service read"),
        ["ECS.ListServices"] = Of("Service read"),
        ["ECS.DescribeServiceDeployments"] = Of("Service deployment"),
        ["ECS.ListServiceDeployments"] = Of("Service deployment"),
        ["ECS.DescribeServiceRevisions"] = Of("Service revision"),
        ["CloudWatchLogs.GetLogEvents"] = Of("GetLogEvents"),
        ["CloudWatchLogs.FilterLogEvents"] = Of("FilterLogEvents"),
        ["CloudWatchLogs.DescribeLogGroups"] = Of("DescribeLogGroups"),
    };

    /// <summary>The rates that apply to a call; empty if AWS publishes none, or if no command comes close to them.</summary>
    /// <param name="request">Type of the request, such as <c>Amazon.ECS.Model.ListTasksRequest</c>.</param>
    public static IReadOnlyList<ApiRate> From(Type request)
    {
        const string Suffix = "Request";
        var service = (request.Namespace ?? "").Split('.');
        var operation = request.Name.EndsWith(Suffix, StringComparison.Ordinal)
            ? request.Name.Substring(0, request.Name.Length - Suffix.Length) : request.Name;
        return service.Length > 1 && ByOperation.TryGetValue($"{service[1]}.{operation}", out var rates) ? rates : [];
    }

    private static ApiRate[] Of(params string[] names) => names.Select(name => All.Single(rate => rate.Name == name)).ToArray();
}
