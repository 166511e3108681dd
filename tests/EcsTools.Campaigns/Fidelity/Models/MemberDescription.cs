using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity.Models;

/// <summary>A member of a structure, or what a list or map holds.</summary>
internal sealed class MemberDescription(ServiceDescription service, string name, JsonObject json)
{
    public string Name => name;

    public ShapeDescription Shape => service.Shape((string)json["shape"]!);

    public string? LocationName => (string?)json["locationName"];

    /// <summary>The name in a request of EC2, if the model has one.</summary>
    public string? QueryName => (string?)json["queryName"];

    /// <summary>uri, querystring or header in REST; null for the body.</summary>
    public string? Location => (string?)json["location"];

    public bool IsFlattened => ((bool?)json["flattened"] ?? false) || Shape.IsFlattened;

    public string WireName => LocationName ?? name;
}
