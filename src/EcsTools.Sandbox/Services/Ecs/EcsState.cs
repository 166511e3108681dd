using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Deployments;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>What ECS knows, kept in the members of the service model. Everything in here is read and changed under <see cref="Gate"/>.</summary>
internal sealed class EcsState
{
    /// <summary>A stopped task stays describable this long.</summary>
    public static readonly TimeSpan StoppedTaskRetention = TimeSpan.FromHours(1);

    private readonly SandboxCloud _cloud;
    private readonly EcsService _service;
    private double _forgetAgainAt;

    public EcsState(SandboxCloud cloud, EcsService service)
    {
        _cloud = cloud;
        _service = service;
        Names = new EcsNames(cloud);
    }

    public object Gate { get; } = new();

    public EcsNames Names { get; }

    public SandboxClock Clock => _cloud.Clock;

    public SandboxClock ScaledClock => _cloud.ScaledClock;

    /// <summary>Clusters by name, deleted ones included.</summary>
    public SortedDictionary<string, JsonObject> Clusters { get; } = new(StringComparer.Ordinal);

    /// <summary>Revisions by family, in the order they were registered.</summary>
    public SortedDictionary<string, List<TaskDefinitionRecord>> Families { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, EcsTask> Tasks { get; } = new(StringComparer.Ordinal);

    /// <summary>Services by <see cref="ServiceKey"/>, deleted ones included.</summary>
    public SortedDictionary<string, ServiceRecord> Services { get; } = new(StringComparer.Ordinal);

    /// <summary>Highest revision ever given by family: a deleted one is not given again.</summary>
    public Dictionary<string, long> LastRevision { get; } = new(StringComparer.Ordinal);

    public static string ServiceKey(string cluster, string name) => cluster + "/" + name;

    public IEnumerable<ServiceRecord> ServicesOf(string cluster) => Services.Values.Where(service => service.Cluster == cluster);

    /// <summary>A revision by its ARN, whatever its status, or null once it is gone.</summary>
    public TaskDefinitionRecord? FindDefinition(string arn)
    {
        var (family, revision) = Names.TaskDefinition(arn);
        return Families.TryGetValue(family, out var revisions) ? revisions.Find(record => record.Revision == revision) : null;
    }

    public void NoteChange() => _cloud.NoteChange(_service);

    /// <summary>The cluster, which must be there and active.</summary>
    public JsonObject ActiveCluster(string? identifier)
    {
        if (!Clusters.TryGetValue(Names.ClusterName(identifier), out var cluster))
        {
            throw EcsErrors.ClusterNotFound();
        }

        return cluster.Text("status") == "ACTIVE" ? cluster : throw EcsErrors.ClusterInactive();
    }

    /// <summary>The tasks of a cluster, oldest first, without those that stopped too long ago.</summary>
    public IReadOnlyList<EcsTask> TasksOf(string cluster)
    {
        ForgetOldTasks();
        return Tasks.Values
            .Where(task => task.Cluster == cluster)
            .OrderBy(task => task.CreatedAt)
            .ThenBy(task => task.Id, StringComparer.Ordinal)
            .ToList();
    }

    public EcsTask? FindTask(string cluster, string id)
    {
        ForgetOldTasks();
        return Tasks.TryGetValue(id, out var task) && task.Cluster == cluster ? task : null;
    }

    private void ForgetOldTasks()
    {
        // A hundred tasks described are a hundred look-ups, in an account of ten thousand.
        var now = Clock.EpochSeconds;
        if (now < _forgetAgainAt)
        {
            return;
        }

        _forgetAgainAt = now + 1;
        var oldest = now - StoppedTaskRetention.TotalSeconds;
        foreach (var task in Tasks.Values.Where(task => task.Wire.Number("stoppedAt") < oldest).ToList())
        {
            Tasks.Remove(task.Id);
        }
    }
}

/// <summary>One revision: the task definition on the wire, and its tags beside it.</summary>
internal sealed record TaskDefinitionRecord(JsonObject Wire, JsonArray Tags)
{
    public string Arn => Wire.Text("taskDefinitionArn")!;

    public string Family => Wire.Text("family")!;

    public long Revision => Wire.Integer("revision")!.Value;

    public string Status
    {
        get => Wire.Text("status")!;
        set => Wire["status"] = value;
    }
}
