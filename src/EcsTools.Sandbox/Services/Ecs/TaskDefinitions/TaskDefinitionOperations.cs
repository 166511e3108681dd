using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>The operations on task definitions.</summary>
internal sealed class TaskDefinitionOperations
{
    private const string StillActive
        = "The specified task definition is still in ACTIVE status. Please deregister the target and try again.";

    private readonly EcsContext _context;
    private readonly TaskDefinitionStore _definitions;
    private readonly TaskDefinitionRules _rules;
    private readonly TaskRoles _roles;

    public TaskDefinitionOperations(EcsContext context, TaskDefinitionStore definitions, TaskDefinitionRules rules, TaskRoles roles)
    {
        _context = context;
        _definitions = definitions;
        _rules = rules;
        _roles = roles;
    }

    public JsonObject Register(SandboxCall call)
    {
        var tags = TagRules.Check(call.Input);
        var members = _rules.Check(call.Input);
        foreach (var role in new[] { members.Text("executionRoleArn"), members.Text("taskRoleArn") }.OfType<string>().Distinct())
        {
            _roles.RequirePassRole(call.Principal, role);
        }

        JsonObject answer;
        lock (_context.Gate)
        {
            var definition = Complete(members, call.Principal.Arn);
            definition.Tags = tags;
            _definitions.Add(definition);
            answer = Describe(definition, withTags: true);
        }

        _context.NoteChange();
        return answer;
    }

    public JsonObject Describe(SandboxCall call)
    {
        lock (_context.Gate)
        {
            return Describe(Find(call.Input.Text("taskDefinition")!), call.Input.Texts("include").Contains("TAGS"));
        }
    }

    public JsonObject Deregister(SandboxCall call)
    {
        JsonObject answer;
        lock (_context.Gate)
        {
            var definition = FindRevision(call.Input.Text("taskDefinition")!);
            if (definition.Status == TaskDefinitionStatus.Active)
            {
                definition.Status = TaskDefinitionStatus.Inactive;
                definition.DeregisteredAt = _context.Clock.EpochSeconds;
            }

            answer = Describe(definition, withTags: false);
        }

        _context.NoteChange();
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
        lock (_context.Gate)
        {
            foreach (var definition in identifiers.Select(FindRevision))
            {
                if (definition.Status == TaskDefinitionStatus.Active)
                {
                    failures.Add(new JsonObject { ["arn"] = definition.Arn, ["reason"] = StillActive });
                    continue;
                }

                definition.Status = TaskDefinitionStatus.DeleteInProgress;
                definition.DeleteRequestedAt ??= _context.Clock.EpochSeconds;
                deleted.Add(TaskDefinitionJson.Write(definition));
            }
        }

        _context.NoteChange();
        return new JsonObject { ["taskDefinitions"] = deleted, ["failures"] = failures };
    }

    public JsonObject List(SandboxCall call)
    {
        var status = call.Input.Text("status") ?? TaskDefinitionStatus.Active;
        lock (_context.Gate)
        {
            var found = _definitions.All.Where(definition => definition.Status == status);
            if (call.Input.Text("familyPrefix") is { Length: > 0 } family)
            {
                found = found.Where(definition => definition.Family == family);
            }

            var arns = found.Select(definition => definition.Arn).ToList();
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
        lock (_context.Gate)
        {
            var families = _definitions.Families
                .Where(family => family.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Where(family => status == "ALL" || (status == "ACTIVE") == HasActive(family.Value))
                .Select(family => family.Key)
                .ToList();
            return EcsPages.Of(call.Input, "families", families);
        }
    }

    private static bool HasActive(List<TaskDefinition> revisions)
        => revisions.Exists(definition => definition.Status == TaskDefinitionStatus.Active);

    /// <summary>Adds what ECS itself says about a task definition.</summary>
    private TaskDefinition Complete(JsonObject members, string registeredBy)
    {
        var family = members.Text("family")!;
        var revision = _definitions.NextRevision(family);
        members["taskDefinitionArn"] = _context.Names.TaskDefinitionArn(family, revision);
        members["revision"] = revision;
        members["requiresAttributes"] = Capabilities.Of(members);
        members["compatibilities"] = Capabilities.Compatibilities(members);
        members["registeredAt"] = _context.Clock.EpochSeconds;
        members["registeredBy"] = registeredBy;
        return TaskDefinitionJson.Read(members);
    }

    private TaskDefinition Find(string identifier) => _definitions.Find(identifier) ?? throw EcsErrors.UnknownTaskDefinition();

    private TaskDefinition FindRevision(string identifier)
        => _context.Names.TaskDefinition(identifier).Revision is null ? throw EcsErrors.Client("Revision is missing.") : Find(identifier);

    private static JsonObject Describe(TaskDefinition definition, bool withTags)
    {
        var answer = new JsonObject { ["taskDefinition"] = TaskDefinitionJson.Write(definition) };
        if (withTags)
        {
            answer["tags"] = TagRules.Write(definition.Tags);
        }

        return answer;
    }
}
