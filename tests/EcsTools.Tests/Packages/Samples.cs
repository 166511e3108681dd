using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Tests.Packages;

/// <summary>Values for the structures of a service model, chosen to be hard on a wire format.</summary>
internal sealed class Samples(StandIn standIn)
{
    private int _next;

    /// <summary>Every member, two of everything that repeats.</summary>
    public JsonObject Full(string? shape) => shape is null ? [] : Structure(shape, _ => true, 2, []);

    /// <summary>Only what the service requires.</summary>
    public JsonObject Minimal(string? shape) =>
        shape is null ? [] : Structure(shape, member => Required(shape).Contains(member), 1, []);

    /// <summary>What is required, and every list and map of the request itself empty.</summary>
    public JsonObject WithEmptyCollections(string? shape)
    {
        var tree = Minimal(shape);
        foreach (var (member, data) in shape is null ? [] : Members(shape))
        {
            var type = standIn.Shape(data!["shape"]!.GetValue<string>())["type"]!.GetValue<string>();
            if (type is "list" or "map" && data["location"] is null && !standIn.IsExcluded(shape!, member))
            {
                tree[member] = type == "list" ? new JsonArray() : new JsonObject();
            }
        }

        return tree;
    }

    private JsonObject Structure(string shape, Func<string, bool> wanted, int repeats, HashSet<string> within)
    {
        var tree = new JsonObject();
        if (!within.Add(shape))
        {
            return tree;
        }

        foreach (var (member, data) in Members(shape).Where(m => wanted(m.Key) && !standIn.IsExcluded(shape, m.Key)))
        {
            tree[member] = standIn.IsEpochMilliseconds(shape, member)
                ? JsonValue.Create(1_700_000_000_123 + _next++)
                : Value(member, data!["shape"]!.GetValue<string>(), repeats, within);
        }

        within.Remove(shape);
        return tree;
    }

    private JsonNode Value(string name, string shapeName, int repeats, HashSet<string> within)
    {
        var shape = standIn.Shape(shapeName);
        _next++;
        return shape["type"]!.GetValue<string>() switch
        {
            "structure" when shape["document"] is not null =>
                new JsonObject { ["flag"] = true, ["count"] = 3, ["list"] = new JsonArray("a", 1, false), ["within"] = new JsonObject { ["x"] = 0.5 } },
            "structure" => Structure(shapeName, _ => true, repeats, within),
            "list" => new JsonArray([.. Enumerable.Range(0, repeats).Select(_ => Value(name, Inner(shape, "member"), repeats, within))]),
            "map" => new JsonObject(Enumerable.Range(0, repeats).Select(i => KeyValuePair.Create(
                i == 0 && standIn.Shape(Inner(shape, "key"))["enum"] is JsonArray keys ? keys[0]!.GetValue<string>() : $"key {i}: é.\"+",
                (JsonNode?)Value(name, Inner(shape, "value"), repeats, within)))),
            "boolean" => _next % 2 == 0,
            "integer" => _next,
            "long" => 4_000_000_000 + _next,
            "double" or "float" => _next + 0.25,
            "timestamp" => $"2026-02-03T04:05:{_next % 60:00}.000Z",
            "blob" => Convert.ToBase64String([0, 1, 2, 0xFB, 0xFF, (byte)_next]),
            _ => shape["enum"] is JsonArray values ? values[_next % values.Count]!.GetValue<string>() : $"{name} {_next}: a/b?c=d&é+ü%20<\"'>~*",
        };
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> Members(string shape)
        => standIn.Shape(shape)["members"]!.AsObject().Where(member => !standIn.IsNewer(shape, member.Key));

    private IEnumerable<string> Required(string shape) => standIn.Shape(shape)["required"]?.AsArray().Select(r => r!.GetValue<string>()) ?? [];

    private static string Inner(JsonObject shape, string key) => shape[key]!["shape"]!.GetValue<string>();
}
