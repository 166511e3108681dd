using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Shared;

/// <summary>Reads, checks, merges and writes tags.</summary>
internal static class TagRules
{
    /// <summary>The most tags that a resource may have.</summary>
    public const int Limit = 50;

    public const string LimitExceeded = "The maximum number of tags on this resource has been exceeded.";

    /// <summary>The tags of a request, checked as ECS checks them.</summary>
    public static List<EcsTag> Check(JsonObject input)
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

        return tags.Count <= Limit ? Read(input, "tags") : throw EcsErrors.InvalidParameter(LimitExceeded);
    }

    /// <summary>The tags in a member, unchecked.</summary>
    public static List<EcsTag> Read(JsonObject from, string member)
        => from.Objects(member).Select(tag => new EcsTag(tag.Text("key")!, tag.Text("value"))).ToList();

    /// <summary>The tags of <paramref name="tags"/>, with those of <paramref name="over"/> added or replaced.</summary>
    public static List<EcsTag> Merge(IReadOnlyList<EcsTag> tags, IReadOnlyList<EcsTag> over)
    {
        var changed = new HashSet<string>(over.Select(tag => tag.Key), StringComparer.Ordinal);
        return tags.Where(tag => !changed.Contains(tag.Key)).Concat(over).ToList();
    }

    public static JsonArray Write(IEnumerable<EcsTag> tags)
        => tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value }).ToJson();
}
