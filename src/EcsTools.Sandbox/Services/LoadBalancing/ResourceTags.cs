using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The tags of one resource.</summary>
internal sealed class ResourceTags
{
    private readonly SortedDictionary<string, string> _tags = new(StringComparer.Ordinal);

    public ResourceTags(IEnumerable<JsonObject> tags)
    {
        Put(tags.ToList());
    }

    public IReadOnlyDictionary<string, string> All => _tags;

    /// <summary>Adds tags, or none of them if one is refused.</summary>
    public void Put(IReadOnlyList<JsonObject> tags)
    {
        Check(tags);
        if (_tags.Keys.Union(tags.Select(tag => tag.Text("Key")!)).Count() > LoadBalancingQuotas.Tags)
        {
            throw LoadBalancingErrors.TooMany("TooManyTags", "tags per resource");
        }

        foreach (var tag in tags)
        {
            _tags[tag.Text("Key")!] = tag.Text("Value") ?? "";
        }
    }

    public void Remove(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            _tags.Remove(key);
        }
    }

    public JsonArray Write() => _tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value }).ToJson();

    /// <summary>Refuses keys that occur twice, and keys of AWS.</summary>
    private static void Check(IReadOnlyList<JsonObject> tags)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in tags.Select(tag => tag.Text("Key")!))
        {
            if (!seen.Add(key))
            {
                throw new AwsError("DuplicateTagKeys", $"Tag key was specified more than once: {key}");
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw LoadBalancingErrors.Invalid("Tag keys cannot begin with 'aws:'");
            }
        }
    }
}
