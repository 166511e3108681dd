using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The tasks, by id. Used under the lock of ECS.</summary>
internal sealed class TaskStore : ITaskDefinitionUse
{
    /// <summary>A stopped task can be described this long.</summary>
    private static readonly TimeSpan StoppedRetention = TimeSpan.FromHours(1);

    private readonly EcsContext _context;
    private readonly Dictionary<string, EcsTask> _byId = new(StringComparer.Ordinal);
    private double _forgetAgainAt;

    public TaskStore(EcsContext context)
    {
        _context = context;
    }

    public IEnumerable<EcsTask> All => _byId.Values;

    public void Add(EcsTask task) => _byId[task.Id] = task;

    /// <summary>The tasks of a cluster, oldest first, without those that stopped too long ago.</summary>
    public IReadOnlyList<EcsTask> OfCluster(string cluster)
    {
        ForgetOld();
        return All.Where(task => task.Cluster == cluster)
            .OrderBy(task => task.CreatedAt)
            .ThenBy(task => task.Id, StringComparer.Ordinal)
            .ToList();
    }

    public EcsTask? Find(string cluster, string id)
    {
        ForgetOld();
        return _byId.TryGetValue(id, out var task) && task.Cluster == cluster ? task : null;
    }

    public bool IsUsed(string taskDefinitionArn) => All.Any(task => task.DefinitionArn == taskDefinitionArn);

    public JsonObject Describe(EcsTask task, bool withTags) => TaskJson.Write(task, _context.Names.ClusterArn(task.Cluster), withTags);

    public JsonArray Save() => All.Select(task => Describe(task, withTags: true)).ToJson();

    public void Load(IEnumerable<JsonObject> saved)
    {
        foreach (var item in saved)
        {
            var task = TaskJson.Read(_context, item);
            task.EndAfterRestart(_context.Clock.EpochSeconds);
            Add(task);
        }
    }

    private void ForgetOld()
    {
        // DescribeTasks looks up a hundred tasks, among ten thousand.
        var now = _context.Clock.EpochSeconds;
        if (now < _forgetAgainAt)
        {
            return;
        }

        _forgetAgainAt = now + 1;
        var oldest = now - StoppedRetention.TotalSeconds;
        foreach (var task in All.Where(task => task.StoppedAt < oldest).ToList())
        {
            _byId.Remove(task.Id);
        }
    }
}
