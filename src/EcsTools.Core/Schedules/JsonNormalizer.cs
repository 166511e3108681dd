using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Schedules;

/// <summary>Writes JSON texts with the same meaning in the same way.</summary>
internal static class JsonNormalizer
{
    public static string? Normalize(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return null;
        }

        try
        {
            var node = JsonNode.Parse(json!);
            return node is JsonObject { Count: 0 } ? null : node?.ToJsonString();
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
