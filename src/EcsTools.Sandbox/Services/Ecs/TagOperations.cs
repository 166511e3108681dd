using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Services;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>The operations on the tags of clusters, services, task definitions and tasks.</summary>
internal sealed class TagOperations
{
    private readonly EcsContext _context;
    private readonly ClusterStore _clusters;
    private readonly TaskDefinitionStore _definitions;
    private readonly TaskStore _tasks;
    private readonly ServiceStore _services;

    public TagOperations(
        EcsContext context, ClusterStore clusters, TaskDefinitionStore definitions, TaskStore tasks, ServiceStore services)
    {
        _context = context;
        _clusters = clusters;
        _definitions = definitions;
        _tasks = tasks;
        _services = services;
    }

    public JsonObject Tag(SandboxCall call)
    {
        var added = TagRules.Check(call.Input);
        lock (_context.Gate)
        {
            var tags = Find(call.Input.Text("resourceArn")!);
            var merged = TagRules.Merge(tags, added);
            if (merged.Count > TagRules.Limit)
            {
                throw new AwsError("LimitExceededException", TagRules.LimitExceeded);
            }

            Replace(tags, merged);
        }

        _context.NoteChange();
        return [];
    }

    public JsonObject Untag(SandboxCall call)
    {
        var keys = new HashSet<string>(call.Input.Texts("tagKeys"), StringComparer.Ordinal);
        lock (_context.Gate)
        {
            Find(call.Input.Text("resourceArn")!).RemoveAll(tag => keys.Contains(tag.Key));
        }

        _context.NoteChange();
        return [];
    }

    public JsonObject List(SandboxCall call)
    {
        lock (_context.Gate)
        {
            return new JsonObject { ["tags"] = TagRules.Write(FindToRead(call.Input.Text("resourceArn")!)) };
        }
    }

    private static void Replace(List<EcsTag> tags, List<EcsTag> with)
    {
        tags.Clear();
        tags.AddRange(with);
    }

    /// <summary>The tags of a resource, to read. ListTagsForResource has no error of its own for a resource that is not there.</summary>
    private List<EcsTag> FindToRead(string arn)
    {
        try
        {
            return Find(arn);
        }
        catch (AwsError missing) when (missing.Code == "ResourceNotFoundException")
        {
            var kind = _context.Names.Resource(arn)!.Value.Kind;
            throw EcsErrors.InvalidParameter($"The specified {kind} is inactive. Specify an active {kind} and try again.");
        }
    }

    /// <summary>The tags of a resource, to read or change.</summary>
    private List<EcsTag> Find(string arn)
    {
        if (_context.Names.Resource(arn) is not { } resource)
        {
            throw EcsErrors.InvalidParameter("The specified resource ARN is not valid: " + arn);
        }

        var parts = resource.Path.Split('/');
        if (resource.Kind is "service" or "task" && parts.Length == 1)
        {
            throw EcsErrors.InvalidParameter("Long arn format must be used for tagging operations");
        }

        return resource.Kind switch
        {
            "cluster" => _clusters.Active(arn).Tags,
            "service" when parts.Length == 2 => _services.FindActive(parts[0], parts[1])?.Tags,
            "task-definition" when _context.Names.TaskDefinition(arn).Revision is not null => _definitions.Find(arn)?.Tags,
            "task" when parts.Length == 2 => _tasks.Find(parts[0], parts[1])?.Tags,
            _ => null,
        } ?? throw new AwsError("ResourceNotFoundException", "The specified resource could not be found.");
    }
}
