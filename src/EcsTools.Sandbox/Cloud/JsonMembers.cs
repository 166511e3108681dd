using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Cloud;

/// <summary>Reads the members of a JSON object whose types are known to be right. An absent or null member is null or empty.</summary>
internal static class JsonMembers
{
    public static string? Text(this JsonObject from, string name)
        => from[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static long? Integer(this JsonObject from, string name) => from.Number(name) is { } number ? (long)number : null;

    /// <summary>A number, parsed from a request or created in process as int, long or double.</summary>
    public static double? Number(this JsonObject from, string name)
        => from[name] is JsonValue value && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static bool? Flag(this JsonObject from, string name)
        => from[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static JsonObject? Object(this JsonObject from, string name) => from[name] as JsonObject;

    public static IReadOnlyList<string> Texts(this JsonObject from, string name)
        => from[name] is JsonArray array ? array.Select(item => item!.GetValue<string>()).ToList() : [];

    public static IReadOnlyList<JsonObject> Objects(this JsonObject from, string name)
        => from[name] is JsonArray array ? array.Select(item => item!.AsObject()).ToList() : [];

    /// <summary>A copy that can have another parent.</summary>
    public static T Copy<T>(this T node)
        where T : JsonNode
        => (T)node.DeepClone();

    public static JsonArray ToJson(this IEnumerable<string> texts)
        => new(texts.Select(text => (JsonNode?)JsonValue.Create(text)).ToArray());

    public static JsonArray ToJson(this IEnumerable<JsonObject> objects)
        => new(objects.Select(item => item.Parent is null ? (JsonNode)item : item.Copy()).ToArray());
}
