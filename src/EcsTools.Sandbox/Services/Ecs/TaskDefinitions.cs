using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Task definitions: families of numbered revisions that are never changed, only put out of use.</summary>
internal sealed class TaskDefinitions
{
    private const string StillActive
        = "The specified task definition is still in ACTIVE status. Please deregister the target and try again.";

    private readonly EcsState _state;
    private readonly TaskDefinitionRules _rules;
    private readonly EcsNeighbours _neighbours;

    public TaskDefinitions(EcsState state, TaskDefinitionRules rules, EcsNeighbours neighbours)
    {
        _state = state;
        _rules = rules;
        _neighbours = neighbours;
    }

    public JsonObject Register(SandboxCall call)
    {
        var tags = EcsTags.Checked(call.Input);
        var definition = _rules.Check(call.Input);
        foreach (var role in new[] { definition.Text("executionRoleArn"), definition.Text("taskRoleArn") }.OfType<string>().Distinct())
        {
            _neighbours.RequirePassRole(call.Principal, role);
        }

        JsonObject answer;
        lock (_state.Gate)
        {
            var record = Add(definition, tags, call.Principal.Arn);
            answer = Describe(record, withTags: true);
        }

        _state.NoteChange();
        return answer;
    }

    public JsonObject Describe(SandboxCall call)
    {
        lock (_state.Gate)
        {
            return Describe(Find(call.Input.Text("taskDefinition")!), call.Input.Texts("include").Contains("TAGS"));
        }
    }

    public JsonObject Deregister(SandboxCall call)
    {
        var identifier = call.Input.Text("taskDefinition")!;
        JsonObject answer;
        lock (_state.Gate)
        {
            if (_state.Names.TaskDefinition(identifier).Revision is null)
            {
                throw EcsErrors.Client("Revision is missing.");
            }

            var record = Find(identifier);
            if (record.Status == "ACTIVE")
            {
                record.Status = "INACTIVE";
                record.Wire["deregisteredAt"] = _state.Clock.EpochSeconds;
            }

            answer = Describe(record, withTags: false);
        }

        _state.NoteChange();
        return answer;
    }

    public JsonObject Delete(SandboxCall call)
    {
        var identifiers = call.Input.Texts("taskDefinitions");
        if (identifiers.Count is 0 or > 10)
        {
            throw EcsErrors.InvalidParameter("taskDefinitions must have between 1 and 10 items.");
        }

        var deleted = new JsonArray();
        var failures = new JsonArray();
        lock (_state.Gate)
        {
            foreach (var identifier in identifiers)
            {
                if (_state.Names.TaskDefinition(identifier).Revision is null)
                {
                    throw EcsErrors.Client("Revision is missing.");
                }

                var record = Find(identifier);
                if (record.Status == "ACTIVE")
                {
                    failures.Add(new JsonObject { ["arn"] = record.Arn, ["reason"] = StillActive });
                    continue;
                }

                record.Status = "DELETE_IN_PROGRESS";
                record.Wire["deleteRequestedAt"] ??= _state.Clock.EpochSeconds;
                deleted.Add(record.Wire.Copy());
            }
        }

        _state.NoteChange();
        return new JsonObject { ["taskDefinitions"] = deleted, ["failures"] = failures };
    }

    public JsonObject List(SandboxCall call)
    {
        var status = call.Input.Text("status") ?? "ACTIVE";
        lock (_state.Gate)
        {
            var records = _state.Families.Values.SelectMany(revisions => revisions).Where(record => record.Status == status);
            if (call.Input.Text("familyPrefix") is { Length: > 0 } family)
            {
                records = records.Where(record => record.Family == family);
            }

            var arns = records.Select(record => record.Arn).ToList();
            if (call.Input.Text("sort") == "DESC")
            {
                arns.Reverse();
            }

            return EcsPages.Of(call.Input, "taskDefinitionArns", arns);
        }
    }

    public JsonObject ListFamilies(SandboxCall call)
    {
        var status = call.Input.Text("status") ?? "ALL";
        var prefix = call.Input.Text("familyPrefix") ?? "";
        lock (_state.Gate)
        {
            var families = _state.Families
                .Where(family => family.Key.StartsWith(prefix, StringComparison.Ordinal) && family.Value.Count > 0)
                .Where(family => status == "ALL" || (status == "ACTIVE") == family.Value.Exists(record => record.Status == "ACTIVE"))
                .Select(family => family.Key)
                .ToList();
            return EcsPages.Of(call.Input, "families", families);
        }
    }

    /// <summary>What a task is to run: without a revision, the newest active one.</summary>
    public TaskDefinitionRecord ToRun(string identifier)
    {
        var (family, revision) = _state.Names.TaskDefinition(identifier);
        if (Lookup(family, revision) is not { } record)
        {
            throw EcsErrors.Client("TaskDefinition not found.");
        }

        return record.Status == "ACTIVE" ? record : throw EcsErrors.InvalidParameter("TaskDefinition is inactive");
    }

    /// <summary>The ARN with revision of what an identifier names, or null.</summary>
    public string? FindArn(string identifier)
    {
        var (family, revision) = _state.Names.TaskDefinition(identifier);
        return Lookup(family, revision)?.Arn;
    }

    private TaskDefinitionRecord Add(JsonObject definition, JsonArray tags, string registeredBy)
    {
        var family = definition.Text("family")!;
        var revision = _state.LastRevision.TryGetValue(family, out var last) ? last + 1 : 1;
        _state.LastRevision[family] = revision;
        definition["taskDefinitionArn"] = _state.Names.TaskDefinitionArn(family, revision);
        definition["revision"] = revision;
        definition["status"] = "ACTIVE";
        definition["requiresAttributes"] = Capabilities.Of(definition);
        definition["compatibilities"] = Capabilities.Compatibilities(definition);
        definition["registeredAt"] = _state.Clock.EpochSeconds;
        definition["registeredBy"] = registeredBy;
        var record = new TaskDefinitionRecord(definition, tags);
        if (!_state.Families.TryGetValue(family, out var revisions))
        {
            _state.Families[family] = revisions = [];
        }

        revisions.Add(record);
        return record;
    }

    private TaskDefinitionRecord Find(string identifier)
    {
        var (family, revision) = _state.Names.TaskDefinition(identifier);
        return Lookup(family, revision) ?? throw EcsErrors.UnknownTaskDefinition();
    }

    private TaskDefinitionRecord? Lookup(string family, long? revision)
    {
        ForgetDeleted();
        return _state.Families.TryGetValue(family, out var revisions)
            ? revisions.FindLast(record => revision is null ? record.Status == "ACTIVE" : record.Revision == revision)
            : null;
    }

    /// <summary>A deleted revision goes for good once no task that uses it is known any more, at the earliest after an hour.</summary>
    private void ForgetDeleted()
    {
        var oldest = _state.Clock.EpochSeconds - EcsState.StoppedTaskRetention.TotalSeconds;
        foreach (var revisions in _state.Families.Values)
        {
            revisions.RemoveAll(record => record.Wire.Number("deleteRequestedAt") < oldest
                && _state.Tasks.Values.All(task => task.Wire.Text("taskDefinitionArn") != record.Arn));
        }
    }

    private static JsonObject Describe(TaskDefinitionRecord record, bool withTags)
    {
        var answer = new JsonObject { ["taskDefinition"] = record.Wire.Copy() };
        if (withTags)
        {
            answer["tags"] = record.Tags.Copy();
        }

        return answer;
    }
}
