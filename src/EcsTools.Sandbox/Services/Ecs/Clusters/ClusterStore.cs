using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Clusters;

/// <summary>The clusters by name, deleted ones included. Used under the lock of ECS.</summary>
internal sealed class ClusterStore
{
    private readonly EcsNames _names;
    private readonly SortedDictionary<string, Cluster> _byName = new(StringComparer.Ordinal);

    public ClusterStore(EcsNames names)
    {
        _names = names;
    }

    public IEnumerable<Cluster> All => _byName.Values;

    public Cluster? Find(string name) => _byName.TryGetValue(name, out var cluster) ? cluster : null;

    public void Put(Cluster cluster) => _byName[cluster.Name] = cluster;

    /// <summary>The cluster of a name or ARN, which must exist and be active.</summary>
    public Cluster Active(string? identifier)
    {
        var cluster = Find(_names.ClusterName(identifier)) ?? throw EcsErrors.ClusterNotFound();
        return cluster.IsActive ? cluster : throw EcsErrors.ClusterInactive();
    }

    public JsonArray Save() => All.Select(ClusterJson.Write).ToJson();

    public void Load(IEnumerable<JsonObject> saved)
    {
        foreach (var item in saved)
        {
            Put(ClusterJson.Read(item));
        }
    }
}
