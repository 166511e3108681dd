using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The attributes of one resource. Those that were never set have their defaults.</summary>
internal sealed class AttributeValues
{
    private readonly IReadOnlyList<AttributeDefinition> _definitions;
    private readonly Dictionary<string, string> _set;

    public AttributeValues(IReadOnlyList<AttributeDefinition> definitions, IReadOnlyDictionary<string, string>? set = null)
    {
        _definitions = definitions;
        _set = (set ?? new Dictionary<string, string>()).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }

    public string this[string key] => _set.TryGetValue(key, out var value) ? value : _definitions.First(known => known.Key == key).Default;

    public bool IsOn(string key) => this[key] == "true";

    public int Number(string key) => int.Parse(this[key], CultureInfo.InvariantCulture);

    public TimeSpan Seconds(string key) => TimeSpan.FromSeconds(Number(key));

    /// <summary>A copy with the attributes of a request, each checked.</summary>
    /// <param name="kind">What has them, such as <c>Load balancer</c>.</param>
    /// <param name="attributes">Keys and values.</param>
    public AttributeValues With(string kind, IReadOnlyList<JsonObject> attributes)
    {
        var copy = new AttributeValues(_definitions, _set);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            var (key, value) = (attribute.Text("Key") ?? "", attribute.Text("Value") ?? "");
            if (_definitions.FirstOrDefault(known => known.Key == key) is not { } definition)
            {
                throw LoadBalancingErrors.Invalid($"{kind} attribute key '{key}' is not recognized");
            }

            if (!seen.Add(key))
            {
                throw LoadBalancingErrors.Invalid($"{kind} attribute key '{key}' cannot be specified more than once");
            }

            definition.Check(value);
            copy._set[key] = value;
        }

        return copy;
    }

    /// <summary>Takes the values of a copy.</summary>
    public void Take(AttributeValues other)
    {
        foreach (var pair in other._set)
        {
            _set[pair.Key] = pair.Value;
        }
    }

    public JsonArray Write() => _definitions.Select(known => Pair(known.Key, this[known.Key])).ToJson();

    /// <summary>What was set.</summary>
    public JsonArray Save() => _set.Select(pair => Pair(pair.Key, pair.Value)).ToJson();

    private static JsonObject Pair(string key, string value) => new() { ["Key"] = key, ["Value"] = value };
}
