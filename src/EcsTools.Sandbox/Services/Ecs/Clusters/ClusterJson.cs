using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>Maps clusters to the members of the service model, for answers and for the saved state.</summary>
internal static class ClusterJson
{
    public static Cluster Read(JsonObject from) => new()
    {
        Arn = from.Text("clusterArn")!,
        Name = from.Text("clusterName")!,
        IsActive = from.Text("status") == "ACTIVE",
        Tags = TagRules.Read(from, "tags"),
        Settings = ReadSettings(from),
        CapacityProviders = from.Texts("capacityProviders"),
        DefaultStrategy = CapacityStrategy.Read(from, "defaultCapacityProviderStrategy"),
        Configuration = from.Object("configuration")?.Copy(),
        ServiceConnectDefaults = from.Object("serviceConnectDefaults")?.Copy(),
    };

    public static IReadOnlyList<ClusterSetting> ReadSettings(JsonObject from)
        => from.Objects("settings").Select(setting => new ClusterSetting(setting.Text("name") ?? "", setting.Text("value") ?? "")).ToList();

    public static JsonObject Write(Cluster cluster) => new()
    {
        ["clusterArn"] = cluster.Arn,
        ["clusterName"] = cluster.Name,
        ["status"] = cluster.IsActive ? "ACTIVE" : "INACTIVE",
        ["registeredContainerInstancesCount"] = 0,
        ["tags"] = TagRules.Write(cluster.Tags),
        ["settings"] = cluster.Settings.Select(item => new JsonObject { ["name"] = item.Name, ["value"] = item.Value }).ToJson(),
        ["capacityProviders"] = cluster.CapacityProviders.ToJson(),
        ["defaultCapacityProviderStrategy"] = CapacityStrategy.Write(cluster.DefaultStrategy),
        ["configuration"] = cluster.Configuration?.Copy(),
        ["serviceConnectDefaults"] = cluster.ServiceConnectDefaults?.Copy(),
    };

    /// <summary>The answer about a cluster. Some members appear only if the request includes them.</summary>
    public static JsonObject Describe(Cluster cluster, ClusterCounts counts, IReadOnlyList<string> include)
    {
        var answer = Write(cluster);
        answer["runningTasksCount"] = counts.RunningTasks;
        answer["pendingTasksCount"] = counts.PendingTasks;
        answer["activeServicesCount"] = counts.ActiveServices;
        answer["statistics"] = include.Contains("STATISTICS") ? Statistics(counts) : [];
        if (!include.Contains("SETTINGS"))
        {
            answer["settings"] = new JsonArray();
        }

        if (!include.Contains("TAGS"))
        {
            answer["tags"] = new JsonArray();
        }

        if (!include.Contains("CONFIGURATIONS"))
        {
            answer.Remove("configuration");
        }

        return answer;
    }

    private static JsonArray Statistics(ClusterCounts counts)
    {
        var statistics = new JsonArray();
        foreach (var kind in new[] { "EC2", "Fargate", "External" })
        {
            Add($"running{kind}TasksCount", kind == "Fargate" ? counts.RunningTasks : 0);
            Add($"pending{kind}TasksCount", kind == "Fargate" ? counts.PendingTasks : 0);
            Add($"active{kind}ServiceCount", kind == "Fargate" ? counts.ActiveServices : 0);
            Add($"draining{kind}ServiceCount", kind == "Fargate" ? counts.DrainingServices : 0);
        }

        return statistics;

        void Add(string name, int value)
            => statistics.Add(new JsonObject { ["name"] = name, ["value"] = FormattableString.Invariant($"{value}") });
    }
}
