using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity.Models;

/// <summary>An operation of a service model.</summary>
internal sealed class OperationDescription(ServiceDescription service, string name, JsonObject json)
{
    public string Name => name;

    public string HttpMethod { get; } = (string?)json["http"]?["method"] ?? "POST";

    /// <summary>The path of REST, such as <c>/schedules/{Name}</c>.</summary>
    public string RequestUri { get; } = ((string?)json["http"]?["requestUri"] ?? "/").Split('?')[0];

    /// <summary>The codes of the errors that it lists. Those that every service has are not among them.</summary>
    public IReadOnlyList<string> Errors => json["errors"] is JsonArray errors
        ? errors.Select(error => service.ErrorCode((string)error!["shape"]!)).ToList()
        : [];

    public ShapeDescription? Input => (string?)json["input"]?["shape"] is { } shape ? service.Shape(shape) : null;
}
