using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Schedules;

/// <summary>JSON texts that say the same, written the same.</summary>
internal static class NormalJson
{
    public static string? Normal(string? json)
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
