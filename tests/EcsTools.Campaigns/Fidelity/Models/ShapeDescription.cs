using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity.Models;

/// <summary>A shape of a service model. What the sandbox reads of the same file is what is tested, so it is read here once more.</summary>
internal sealed class ShapeDescription(ServiceDescription service, string name, JsonObject json)
{
    public string Name => name;

    /// <summary>structure, list, map, string, integer, long, float, double, boolean, timestamp or blob.</summary>
    public string Type { get; } = (string)json["type"]!;

    public bool IsNumber => Type is "integer" or "long" or "short" or "float" or "double";

    public IReadOnlyList<string> Required { get; } = Texts(json["required"]);

    public IReadOnlyList<string> Enum { get; } = Texts(json["enum"]);

    public double? Min { get; } = (double?)json["min"];

    public double? Max { get; } = (double?)json["max"];

    public string? Pattern { get; } = (string?)json["pattern"];

    public bool IsFlattened { get; } = (bool?)json["flattened"] ?? false;

    /// <summary>Whether it is JSON without a model.</summary>
    public bool IsDocument { get; } = (bool?)json["document"] ?? false;

    /// <summary>The member that is the whole body in REST, or null.</summary>
    public string? Payload { get; } = (string?)json["payload"];

    public IReadOnlyList<MemberDescription> Members { get; } = json["members"] is JsonObject members
        ? members.Select(pair => new MemberDescription(service, pair.Key, pair.Value!.AsObject())).ToList()
        : [];

    /// <summary>Of a list.</summary>
    public MemberDescription Element { get; } = Part(service, json, "member");

    /// <summary>Of a map.</summary>
    public MemberDescription Key { get; } = Part(service, json, "key");

    /// <summary>Of a map.</summary>
    public MemberDescription Value { get; } = Part(service, json, "value");

    private static MemberDescription Part(ServiceDescription service, JsonObject json, string name)
        => new(service, name, json[name] as JsonObject ?? []);

    private static List<string> Texts(JsonNode? node) => node is JsonArray array ? array.Select(item => (string)item!).ToList() : [];
}
