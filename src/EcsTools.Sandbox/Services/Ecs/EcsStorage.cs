using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Deployments;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>What of ECS survives a restart of the sandbox: everything but running containers.</summary>
internal static class EcsStorage
{
    public static JsonObject Save(EcsState state) => new()
    {
        ["clusters"] = state.Clusters.Values.ToJson(),
        ["taskDefinitions"] = state.Families.Values
            .SelectMany(revisions => revisions)
            .Select(record => new JsonObject { ["definition"] = record.Wire.Copy(), ["tags"] = record.Tags.Copy() })
            .ToJson(),
        ["lastRevisions"] = new JsonObject(
            state.LastRevision.Select(pair => new System.Collections.Generic.KeyValuePair<string, JsonNode?>(pair.Key, pair.Value))),
        ["tasks"] = state.Tasks.Values.Select(task => task.Wire).ToJson(),
        ["services"] = ServiceStorage.Save(state),
    };

    public static void Load(EcsState state, JsonObject saved)
    {
        foreach (var cluster in saved.Objects("clusters"))
        {
            state.Clusters[cluster.Text("clusterName")!] = cluster.Copy();
        }

        foreach (var item in saved.Objects("taskDefinitions"))
        {
            var record = new TaskDefinitionRecord(item.Object("definition")!.Copy(), item["tags"]!.AsArray().Copy());
            if (!state.Families.TryGetValue(record.Family, out var revisions))
            {
                state.Families[record.Family] = revisions = [];
            }

            revisions.Add(record);
        }

        foreach (var pair in saved.Object("lastRevisions")!)
        {
            state.LastRevision[pair.Key] = saved.Object("lastRevisions")!.Integer(pair.Key)!.Value;
        }

        ServiceStorage.Load(state, saved);
        foreach (var wire in saved.Objects("tasks"))
        {
            var task = new EcsTask(state, wire.Copy());
            task.EndAfterRestart(state.Clock.EpochSeconds);
            state.Tasks[task.Id] = task;
        }
    }
}
