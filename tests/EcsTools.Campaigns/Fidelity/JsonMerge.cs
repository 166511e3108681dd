using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>RFC 7396, and objects with numbers as names for the elements of a list.</summary>
internal static class JsonMerge
{
    public static JsonNode? Merge(JsonNode? target, JsonNode? change)
    {
        if (change is not JsonObject members)
        {
            return change?.DeepClone();
        }

        if (target is JsonArray array && members.Count > 0 && members.All(pair => Index(pair.Key) is not null))
        {
            return MergeElements(array, members);
        }

        var merged = target is JsonObject source ? (JsonObject)source.DeepClone() : [];
        foreach (var (name, value) in members)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = Merge(merged[name], value);
            }
        }

        return merged;
    }

    private static JsonArray MergeElements(JsonArray array, JsonObject members)
    {
        var merged = (JsonArray)array.DeepClone();
        foreach (var (name, value) in members)
        {
            var index = Index(name)!.Value;
            if (index < merged.Count)
            {
                merged[index] = Merge(merged[index], value);
            }
            else
            {
                merged.Add(value?.DeepClone());
            }
        }

        return merged;
    }

    private static int? Index(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
