using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity.Models;

/// <summary>An operation of a service model.</summary>
internal sealed class OperationDescription(ServiceDescription service, string name, JsonObject json)
{
    public string Name => name;

    public string HttpMethod { get; } = (string?)json["http"]?["method"] ?? "POST";

    /// <summary>The path of REST, such as <c>/schedules/{Name}</c>.</summary>
    public string RequestUri { get; } = ((string?)json["http"]?["requestUri"] ?? "/").Split('?')[0];

    public ShapeDescription? Input => (string?)json["input"]?["shape"] is { } shape ? service.Shape(shape) : null;
}
