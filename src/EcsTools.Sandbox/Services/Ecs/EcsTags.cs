using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Deployments;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Tags of clusters, services, task definitions and tasks, and the three operations on them.</summary>
internal sealed class EcsTags
{
    private const int Limit = 50;

    private readonly EcsState _state;

    public EcsTags(EcsState state)
    {
        _state = state;
    }

    /// <summary>The tags of a request, checked as ECS checks them.</summary>
    public static JsonArray Checked(JsonObject input)
    {
        var tags = input.Objects("tags");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            var key = tag.Text("key") ?? throw EcsErrors.InvalidParameter("Tag key cannot be null.");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw EcsErrors.InvalidParameter("Tag keys starting with 'aws:' are reserved for system use.");
            }

            if (!keys.Add(key))
            {
                throw EcsErrors.InvalidParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }

        return tags.Count <= Limit
            ? tags.ToJson()
            : throw EcsErrors.InvalidParameter("The maximum number of tags on this resource has been exceeded.");
    }

    /// <summary>The first tags with those of <paramref name="over"/> added or put in place.</summary>
    public static JsonArray Merge(JsonArray tags, JsonArray over)
    {
        var changed = over.ToDictionary(tag => Key(tag!), tag => tag!, StringComparer.Ordinal);
        var merged = tags.Where(tag => !changed.ContainsKey(Key(tag!))).Concat(over).Select(tag => tag!.DeepClone());
        return new JsonArray(merged.ToArray());
    }

    public JsonObject TagResource(SandboxCall call)
    {
        var added = Checked(call.Input);
        lock (_state.Gate)
        {
            var tags = Find(call.Input.Text("resourceArn")!);
            var merged = Merge(tags, added);
            if (merged.Count > Limit)
            {
                throw new AwsError("LimitExceededException", "The maximum number of tags on this resource has been exceeded.");
            }

            Replace(tags, merged);
        }

        _state.NoteChange();
        return [];
    }

    public JsonObject UntagResource(SandboxCall call)
    {
        var keys = new HashSet<string>(call.Input.Texts("tagKeys"), StringComparer.Ordinal);
        lock (_state.Gate)
        {
            var tags = Find(call.Input.Text("resourceArn")!);
            Replace(tags, new JsonArray(tags.Where(tag => !keys.Contains(Key(tag!))).Select(tag => tag!.DeepClone()).ToArray()));
        }

        _state.NoteChange();
        return [];
    }

    public JsonObject ListTagsForResource(SandboxCall call)
    {
        lock (_state.Gate)
        {
            return new JsonObject { ["tags"] = Find(call.Input.Text("resourceArn")!).Copy() };
        }
    }

    private static string Key(JsonNode tag) => tag.AsObject().Text("key")!;

    private static void Replace(JsonArray tags, JsonArray with)
    {
        tags.Clear();
        foreach (var tag in with)
        {
            tags.Add(tag!.DeepClone());
        }
    }

    private JsonArray Find(string arn)
    {
        if (_state.Names.Resource(arn) is not { } resource)
        {
            throw EcsErrors.InvalidParameter("The specified resource ARN is not valid: " + arn);
        }

        switch (resource.Kind)
        {
            case "cluster":
                return _state.ActiveCluster(arn)["tags"]!.AsArray();
            case "service":
                return _state.Services.TryGetValue(resource.Path, out var service) && service.Status == ServiceStatus.Active
                    ? service.Settings["tags"]!.AsArray()
                    : throw NotFound();
            case "task-definition":
                var (family, revision) = _state.Names.TaskDefinition(arn);
                return _state.Families.TryGetValue(family, out var revisions)
                    && revisions.Find(record => record.Revision == revision) is { } found
                    ? found.Tags
                    : throw NotFound();
            case "task":
                var parts = resource.Path.Split('/');
                return parts.Length == 2 && _state.FindTask(parts[0], parts[1]) is { } task
                    ? task.Wire["tags"]!.AsArray()
                    : throw NotFound();
            default:
                throw NotFound();
        }
    }

    private static AwsError NotFound() => new("ResourceNotFoundException", "The specified resource could not be found.");
}
