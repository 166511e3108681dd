using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>The task definitions, by family and revision. Used under the lock of ECS.</summary>
internal sealed class TaskDefinitionStore
{
    /// <summary>A deleted definition can be described at least this long.</summary>
    private static readonly TimeSpan DeletedRetention = TimeSpan.FromHours(1);

    private readonly EcsContext _context;
    private readonly ITaskDefinitionUse _use;

    // The revisions of a family, in the order they were registered.
    private readonly SortedDictionary<string, List<TaskDefinition>> _families = new(StringComparer.Ordinal);

    // The highest revision of each family: the revision of a deleted definition is not used again.
    private readonly Dictionary<string, long> _lastRevisions = new(StringComparer.Ordinal);

    public TaskDefinitionStore(EcsContext context, ITaskDefinitionUse use)
    {
        _context = context;
        _use = use;
    }

    public IEnumerable<TaskDefinition> All => _families.Values.SelectMany(revisions => revisions);

    /// <summary>The families that have revisions, with these.</summary>
    public IEnumerable<KeyValuePair<string, List<TaskDefinition>>> Families => _families.Where(family => family.Value.Count > 0);

    /// <summary>Takes the next revision of a family.</summary>
    public long NextRevision(string family)
        => _lastRevisions[family] = _lastRevisions.TryGetValue(family, out var last) ? last + 1 : 1;

    public void Add(TaskDefinition definition)
    {
        if (!_families.TryGetValue(definition.Family, out var revisions))
        {
            _families[definition.Family] = revisions = [];
        }

        revisions.Add(definition);
    }

    /// <summary>The definition of an identifier, or null. Without a revision it is the newest active one.</summary>
    public TaskDefinition? Find(string identifier)
    {
        ForgetDeleted();
        var (family, revision) = _context.Names.TaskDefinition(identifier);
        return _families.TryGetValue(family, out var revisions)
            ? revisions.FindLast(known => revision is null ? known.Status == TaskDefinitionStatus.Active : known.Revision == revision)
            : null;
    }

    /// <summary>The definition that a task is to run: it must exist and be active.</summary>
    public TaskDefinition ToRun(string identifier)
    {
        var definition = Find(identifier) ?? throw EcsErrors.Client("TaskDefinition not found.");
        return definition.Status == TaskDefinitionStatus.Active
            ? definition
            : throw EcsErrors.InvalidParameter("TaskDefinition is inactive");
    }

    public JsonArray Save() => All
        .Select(item => new JsonObject { ["definition"] = TaskDefinitionJson.Write(item), ["tags"] = TagRules.Write(item.Tags) })
        .ToJson();

    public JsonObject SaveRevisions()
        => new(_lastRevisions.Select(pair => new KeyValuePair<string, JsonNode?>(pair.Key, pair.Value)));

    public void Load(IEnumerable<JsonObject> saved, JsonObject lastRevisions)
    {
        foreach (var item in saved)
        {
            var definition = TaskDefinitionJson.Read(item.Object("definition")!);
            definition.Tags = TagRules.Read(item, "tags");
            Add(definition);
        }

        foreach (var pair in lastRevisions)
        {
            _lastRevisions[pair.Key] = lastRevisions.Integer(pair.Key)!.Value;
        }
    }

    /// <summary>Removes deleted definitions that no described task uses any more.</summary>
    private void ForgetDeleted()
    {
        var oldest = _context.Clock.EpochSeconds - DeletedRetention.TotalSeconds;
        foreach (var revisions in _families.Values)
        {
            revisions.RemoveAll(definition => definition.DeleteRequestedAt < oldest && !_use.IsUsed(definition.Arn));
        }
    }
}
